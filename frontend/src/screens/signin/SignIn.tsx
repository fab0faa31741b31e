// Sign-in: two fields and one sentence when it fails.
import { useSignIn } from "../../state/site.ts";
import "./signin.css";

const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

export function SignIn({ statement }: { statement: string }) {
  const signIn = useSignIn();
  const submit = (form: FormData) =>
    signIn.mutate({ username: text(form, "username"), password: text(form, "password") });
  return (
    <main className="signin">
      <form
        className="signin__form"
        onSubmit={(event) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        <h1>mreqc</h1>
        <p className="quiet">Quality control of liver MR elastography</p>
        <label>
          User name
          <input className="field" name="username" autoComplete="username" autoFocus required />
        </label>
        <label>
          Password
          <input className="field" name="password" type="password" autoComplete="current-password" required />
        </label>
        <p className="signin__error" role="alert">
          {signIn.error?.message}
        </p>
        <button className="button button--primary button--large" disabled={signIn.isPending}>
          {signIn.isPending ? "Signing in" : "Sign in"}
        </button>
      </form>
      <p className="statement">{statement}</p>
    </main>
  );
}
