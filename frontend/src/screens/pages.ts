// The pages beside the worklist, which comes with the first script.
import { fetched } from "./fetched.tsx";

export const Reading = fetched(() => import("./reading/Reading.tsx"));
export const Console = fetched(() => import("./console/Console.tsx"));
export const ScannerChoice = fetched(() => import("./console/ScannerChoice.tsx"));
export const Settings = fetched(() => import("./settings/Settings.tsx"));
export const Agreement = fetched(() => import("./agreement/Agreement.tsx"));
export const Adjudication = fetched(() => import("./agreement/Adjudication.tsx"));
export const Quality = fetched(() => import("./quality/Quality.tsx"));
