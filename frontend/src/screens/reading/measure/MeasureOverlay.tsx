// The regions of the shown slice over one pane.
import type { SliceDetail } from "../../../contract/index.ts";
import type { Placement } from "../../../domain/placement.ts";
import { DrawingLayer } from "../../../viewer/index.ts";
import { useSignedIn } from "../../shell/SessionContext.ts";
import { drawnOf } from "./useBook.ts";
import type { Measuring } from "./useMeasuring.ts";

interface OverlayProps {
  measuring: Measuring;
  slice: SliceDetail;
  placement: Placement;
}

export function MeasureOverlay({ measuring, slice, placement }: OverlayProps) {
  const { user } = useSignedIn();
  const { stiffness } = slice.images;
  if (!stiffness) return null;
  const others = slice.regions.flatMap((region) => {
    const { outline } = drawnOf(region);
    return outline && region.reader.id !== user?.id ? [{ name: region.reader.name, outline }] : [];
  });
  return (
    <DrawingLayer
      placement={placement}
      image={stiffness}
      region={measuring.shown}
      others={others}
      sketch={measuring.sketch}
      tool={measuring.tool}
      mayEdit={measuring.mayMeasure}
      onPress={measuring.press}
      onMove={measuring.drag}
      onRelease={measuring.release}
      onDouble={measuring.close}
    />
  );
}
