// Settings of the site: so far the policy of what is enough.
import type { Policies } from "../../contract/index.ts";
import { usePolicies } from "../../state/policies.ts";
import { Failure, NoPermission, Skeleton } from "../parts/Notice.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { Statement } from "../shell/Statement.tsx";
import { PolicyForm } from "./PolicyForm.tsx";
import { PolicyHistory } from "./PolicyHistory.tsx";
import "./settings.css";

function InForce({ policy }: { policy: Policies["in_force"] }) {
  return (
    <section className="settings__panel" aria-labelledby="in-force">
      <h2 id="in-force">In force</h2>
      <p className="settings__sentence" aria-live="polite">
        {policy.sentence}
      </p>
      <p className="quiet">
        {policy.name}. Every verdict keeps the policy that made it: a change counts for verdicts from then on.
      </p>
    </section>
  );
}

function Policy({ policies }: { policies: Policies }) {
  const { can } = useSignedIn();
  return (
    <div className="settings__columns">
      <div className="settings__column">
        <InForce policy={policies.in_force} />
        <PolicyHistory rows={policies.rows} />
      </div>
      {can.policies ? (
        <PolicyForm key={policies.in_force.name} inForce={policies.in_force} />
      ) : (
        <p className="settings__panel quiet">Administrators change the policy. You can read it here.</p>
      )}
    </div>
  );
}

const Waiting = () => (
  <div className="settings__columns" aria-busy="true">
    <Skeleton height={240} />
    <Skeleton height={240} />
  </div>
);

function Page() {
  const policies = usePolicies();
  return (
    <div className="settings">
      <h1>Settings: what is enough</h1>
      {policies.isPending && <Waiting />}
      {policies.isError && !policies.data && (
        <Failure error={policies.error} onRetry={() => void policies.refetch()} />
      )}
      {policies.data && <Policy policies={policies.data} />}
      <Statement />
    </div>
  );
}

export default function Settings() {
  const { user } = useSignedIn();
  if (!user?.role) return <NoPermission page="Settings" what="The settings are for people with a role at this site." />;
  return <Page />;
}
