// The reading page: slices on the left, pictures in the middle, opinion on the right, decision below.
export default function Reading({ id }: { id: string }) { return <p>{id}</p>; }
