// The one rendering engine of the page: made once, for browsers run out of WebGL contexts.
import { cache, Enums, imageLoader, init, metaData, RenderingEngine, type Types } from "@cornerstonejs/core";

import { worldAt } from "../domain/geometry.ts";
import type { ImageDescription } from "../domain/image.ts";
import { placementOf, type Placement } from "../domain/placement.ts";
import { describe, loadImage } from "./imageLoader.ts";
import { painted } from "./painted.ts";
import { SCHEME } from "./pictures.ts";

/** Painted pictures kept (bytes): two exams with every role; painting one anew costs a millisecond. */
const CACHE_SIZE = 128 * 2 ** 20;

let engine: RenderingEngine | null = null;

function start(): RenderingEngine {
  init({ rendering: { useGenericViewport: true }, debug: {} });
  cache.setMaxCacheSize(CACHE_SIZE);
  imageLoader.registerImageLoader(SCHEME, loadImage);
  metaData.addProvider((type: string, imageId: string) => describe(type, imageId), 1000);
  return new RenderingEngine("mreqc");
}

const theEngine = (): RenderingEngine => (engine ??= start());

/** Has a picture painted before it is shown. */
export async function keepPainted(imageId: string): Promise<void> {
  theEngine();
  await imageLoader.loadAndCacheImage(imageId);
}

let nextViewport = 0;

/** A viewport in a child of its own with a name of its own: React mounts twice in development. */
export class StackView {
  private readonly id = `pane-${(nextViewport += 1)}`;
  readonly element = document.createElement("div");
  private readonly resizing: ResizeObserver;
  private shown: string[] = [];
  private wanted: { stack: string[]; index: number } | null = null;
  private working: Promise<void> | null = null;
  private isGone = false;

  constructor(host: HTMLElement) {
    this.element.className = "pane__view";
    host.prepend(this.element);
    theEngine().enableElement({
      viewportId: this.id,
      element: this.element,
      type: Enums.ViewportType.STACK,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.resizing = new ResizeObserver(() => theEngine().resize(true, true));
    this.resizing.observe(host);
  }

  private get viewport(): Types.IStackViewport {
    return theEngine().getViewport<Types.IStackViewport>(this.id);
  }

  /**
   * Shows one picture of a stack. One at a time, for Cornerstone takes no index of a stack that is still being set;
   * what is asked for meanwhile follows, and of several only the last.
   */
  show(stack: string[], index: number): Promise<void> {
    this.wanted = { stack, index };
    this.working ??= this.catchUp().finally(() => (this.working = null));
    return this.working;
  }

  private async catchUp(): Promise<void> {
    while (this.wanted && !this.isGone) {
      const { stack, index } = this.wanted;
      this.wanted = null;
      try {
        await this.showNow(stack, index);
      } catch (error) {
        // A picture that was scrolled past need not have come.
        if (this.isLast()) throw error;
      }
    }
  }

  /** Whether nothing is asked for any more but what was tried last. */
  private isLast(): boolean {
    return this.wanted === null && !this.isGone;
  }

  /** The stack is set anew only where it differs. */
  private async showNow(stack: string[], index: number): Promise<void> {
    const isSame = stack.length === this.shown.length && stack.every((id, place) => id === this.shown[place]);
    if (isSame) {
      await this.viewport.setImageIdIndex(index);
      this.render();
      return;
    }
    // To take up a stack keeps the page busy: what stands for it meanwhile is on the screen first.
    await painted();
    this.shown = [];
    await this.viewport.setStack(stack, index);
    this.shown = stack;
    this.render();
    // What stood for it is taken away once it is drawn, which Cornerstone does with the next frame.
    await painted();
  }

  private render(): void {
    if (!this.isGone) this.viewport.render();
  }

  /** Zoom, and shift as a share of the pane's size, so that panes of different size show the same part. */
  setView({ zoom, shift }: { zoom: number; shift: readonly [number, number] }): void {
    const { clientWidth, clientHeight } = this.element;
    const side = Math.min(clientWidth, clientHeight);
    this.viewport.setZoom(zoom);
    this.viewport.setPan([shift[0] * side, shift[1] * side]);
    this.viewport.render();
  }

  /** Where a picture of this stack lies in the pane. */
  placementOf(image: ImageDescription): Placement {
    const at = (row: number, col: number) => this.viewport.worldToCanvas([...worldAt(image, { row, col })]);
    return placementOf(image, at(0, 0), at(0, 1), at(1, 0));
  }

  onRendered(listener: () => void): () => void {
    this.element.addEventListener(Enums.Events.IMAGE_RENDERED, listener);
    return () => this.element.removeEventListener(Enums.Events.IMAGE_RENDERED, listener);
  }

  destroy(): void {
    this.isGone = true;
    this.resizing.disconnect();
    theEngine().disableElement(this.id);
    this.element.remove();
  }
}
