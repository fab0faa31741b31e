// The statement of research use: small, on every screen with a verdict.
import { useSignedIn } from "./SessionContext.ts";

export const Statement = () => <p className="statement">{useSignedIn().statement}</p>;
