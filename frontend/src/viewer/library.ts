// The image library comes after the first pictures are painted without it (Poster.tsx): to start it takes longer than
// to fetch and paint them.
export const loadLibrary = () => import("./engine.ts");
