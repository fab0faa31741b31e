// How the wave runs: playing or still, how fast, which way round.
import { changedSpeed, SPEEDS } from "../../domain/cine.ts";
import type { Hanging } from "../../domain/hanging.ts";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";

interface FilmProps {
  hanging: Hanging;
  change: (changes: Partial<Hanging>) => void;
  isRunning: boolean;
  onRunning: (isRunning: boolean) => void;
}

export function FilmBar({ hanging: { speed, direction }, change, isRunning, onRunning }: FilmProps) {
  const play: Action = {
    label: isRunning ? "Stop wave" : "Play wave",
    key: " ",
    keyName: "Space",
    run: () => onRunning(!isRunning),
  };
  const slower: Action = {
    label: "− Slower",
    short: "−",
    key: ",",
    run: () => change({ speed: changedSpeed(speed, -1) }),
    isEnabled: speed !== SPEEDS[0],
  };
  const faster: Action = {
    label: "+ Faster",
    short: "+",
    key: ".",
    run: () => change({ speed: changedSpeed(speed, 1) }),
    isEnabled: speed !== SPEEDS.at(-1),
  };
  const turn: Action = {
    label: "Backwards",
    key: "b",
    run: () => change({ direction: direction === "forwards" ? "backwards" : "forwards" }),
    isOn: direction === "backwards",
  };
  useActions([play, slower, faster, turn], "Wave");
  return (
    <span className="tools" role="group" aria-label="Wave" data-running={isRunning}>
      <ActionButton action={play} className="button--small" />
      <ActionButton action={slower} className="button--small" />
      <span className="film__speed">{speed}/s</span>
      <ActionButton action={faster} className="button--small" />
      <ActionButton action={turn} className="button--small" />
    </span>
  );
}
