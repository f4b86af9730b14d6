// What Python sends (panels.panel_spec, Layer.encode) and what the browser adds to it.

/** Put in front of the script by page.py: the one place for colours, dashes, markers and levels is Python. */
declare const SHARED: {
  css: string; colours: string[]; cycle: number[]; dashes: number[][]; markers: string[];
  heat: [number, number, number][]; levels: Record<"u1" | "u2", number>;
};

type Place = [x: number, y: number];
type Picture = CanvasRenderingContext2D;

/** Where an array lies in the buffer: byte offset, type, shape, and the range of small integers. */
interface Reference { o: number; d: "u1" | "u2" | "f4"; s: number[]; lo: number; hi: number }
type Numbers = Float32Array & { shape: number[] };

interface AnyLayer {
  name: string; hidden: boolean; colour: number | null; label: string;
  rank?: number; // its place among the panel's layers without a colour
  dash?: boolean | null; dashes?: number[]; // its broken line, asked for and as pixels
  ink: string; // as a CSS colour, known once the theme is
}
interface Moving { a?: Numbers; b?: Numbers; blend?: [string, string]; frames?: Numbers; out?: Float32Array }
interface PointsLayer extends AnyLayer, Moving {
  type: "points"; classes?: Numbers; highlight: number | null; trail: boolean; radius: number;
  kinds?: { class: number; marker: string }[]; track?: Float32Array; stamps?: Stamps;
}
interface LineLayer extends AnyLayer { type: "line"; x: Numbers; frames: Numbers; fill: boolean; out?: Float32Array }
interface CurveLayer extends AnyLayer { type: "curve"; x: Numbers; y: Numbers }
interface BarsLayer extends AnyLayer {
  type: "bars"; frames: Numbers; labels: string[]; outline: boolean; out?: Float32Array;
}
interface HandlesLayer extends AnyLayer { type: "handles"; move: string }
interface ImageLayer extends AnyLayer, Moving {
  type: "image"; shape: [number, number, number]; columns: number; limits: [number, number]; tile?: Tile;
}
interface HeatLayer extends AnyLayer {
  type: "heat"; frames: Numbers; extent: [number, number, number, number]; tile?: Tile; out?: Float32Array;
}
interface ArrowsLayer extends AnyLayer {
  type: "arrows"; positions: Numbers; frames: Numbers; scale: number; out?: Float32Array;
}
interface LinksLayer extends AnyLayer { type: "links"; edges: Numbers; nodes: string }
interface PicksLayer extends AnyLayer {
  type: "picks"; arrival: Numbers; most: number; nodes: string; names: string[]; answer: string;
}
type Layer = PointsLayer | LineLayer | CurveLayer | BarsLayer | HandlesLayer
  | ImageLayer | HeatLayer | ArrowsLayer | LinksLayer | PicksLayer;

/** A small canvas set pixel by pixel. */
interface Tile { canvas: HTMLCanvasElement; px: Int32Array; put(): void }
/** The dots of a layer as lists of pixels, for one size of the panel (`of` says which). */
interface Stamps { of: object; reach: number; size: number; kinds: Int32Array[][] }

interface Theme {
  dpr: number; family: string; fg: string; bg: string; dim: string; edge: string;
  ramp: Int32Array; ink(colour: number): string;
}
interface PanelSpec {
  title: string; xlabel: string; ylabel: string; xlim: [number, number]; ylim: [number, number];
  equal: boolean; axes: boolean; alt: string; layers: Layer[];
}
interface Plan { w: number; h: number; top: number; bottom: number }
/** A panel on the page: what Python said, its elements, its size in CSS pixels, the theme. */
interface Panel extends PanelSpec, Theme {
  figure: HTMLElement; caption: HTMLElement; legend: HTMLElement; stage: HTMLElement;
  canvas: HTMLCanvasElement; ctx: Picture; buttons: Record<string, () => void>; // of the layers that have some
  elastic: boolean; ratio: number; pad: { left: number; right: number; top: number; bottom: number }; plan: Plan;
  left: number; top: number; w: number; h: number; // the axes' box
  x0: number; xk: number; y0: number; yk: number; x(v: number): number; y(v: number): number; // data to pixels
  drawn: object; // another one for each size and theme
  shown: Layer[]; fixed: number; // layers not hidden; how many of the first never move
  back: ImageData | null; backPx: Int32Array; film: ImageData | null; filmPx: Int32Array; // see canvas.js
}

interface SceneSpec {
  title: string; fps: number; status: string; slider: string; n: number;
  times: Reference; values: Record<string, Reference>; panels: (PanelSpec | { formula: string; layers?: undefined })[];
}
/** What all parts of a scene share; `t` is an index into times. */
interface Scene {
  title: string; fps: number; status: string; slider: string; n: number; t: number;
  times: Numbers; values: Record<string, Numbers>; panels: Panel[];
  handles: Place[]; held: boolean; picked: number[]; run: number; revealed: Set<string>;
}
interface Options {
  t?: number; revealed?: string[]; handles?: Place[]; picked?: number[]; still?: boolean; note?: string;
  onTime?(t: number): void; onHandles?(places: Place[]): void; onPicked?(picked: number[]): void;
  onRevealed?(names: string[]): void;
}
