// A picture on a plain canvas, where Cornerstone will draw it: there long before Cornerstone is, or has it ready.
import { useEffect, useEffectEvent, useRef } from "react";

import { placeWhole, type Placement } from "../domain/placement.ts";
import { canvasOf, place, withAlpha } from "./canvas.ts";
import { imageIdOf, paintPicture, type Picture } from "./pictures.ts";

interface PosterProps {
  picture: Picture;
  /** Where it lies; null where it did not come, of which the pane itself will tell. */
  onDrawn: (placement: Placement | null) => void;
}

async function draw(canvas: HTMLCanvasElement, picture: Picture): Promise<Placement> {
  const colours = await paintPicture(picture);
  const placement = placeWhole(picture.image, canvas.clientWidth, canvas.clientHeight);
  place(canvas, canvasOf(picture.image, withAlpha(colours)), placement, true);
  return placement;
}

export function Poster({ picture, onDrawn }: PosterProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const tell = useEffectEvent(onDrawn);
  const name = imageIdOf(picture);
  const drawNow = useEffectEvent((target: HTMLCanvasElement) => draw(target, picture));
  useEffect(() => {
    if (!canvas.current) return;
    let isWanted = true;
    drawNow(canvas.current).then(
      (placement) => isWanted && tell(placement),
      () => isWanted && tell(null),
    );
    return () => {
      isWanted = false;
    };
  }, [name]);
  return <canvas ref={canvas} className="pane__layer" data-layer="poster" />;
}
