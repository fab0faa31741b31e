// The quality page.
export default function Quality() { return <p>soon</p>; }
