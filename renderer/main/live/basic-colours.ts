// Colours of a command's output as the sixteen that the theme has, so that all of it can be read in light and in dark.

/** `38;5;N`, `48;2;R;G;B` and their like among the numbers of an SGR. */
const extended = /([34])8;(?:5;(\d+)|2;(\d+);(\d+);(\d+))/g;

/** Each colour beyond the sixteen as the one of them that is nearest in hue; text and other attributes stay. */
export function withBasicColours(text: string): string {
  return text.replaceAll(/\x1b\[[\d;]*m/g, (sequence) =>
    sequence.replaceAll(extended, (_, layer: string, index: string | undefined, ...rgb: string[]) => {
      const colour = index === undefined ? nearest(rgb.slice(0, 3).map(Number)) : basicOf(Number(index));
      return `${layer === '3' ? (colour < 8 ? 30 + colour : 82 + colour) : colour < 8 ? 40 + colour : 92 + colour}`;
    }),
  );
}

/** 0–15 of the palette of 256, whose last 240 are a cube of six steps and a row of greys. */
function basicOf(index: number): number {
  if (index < 16) return index;
  if (index >= 232) return nearest([8 + 10 * (index - 232)]);
  const steps = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6];
  return nearest(steps.map((step) => (step === 0 ? 0 : 55 + 40 * step)));
}

/** A grey where no channel stands out, else the channels that do. One number stands for all three. */
function nearest(rgb: readonly number[]): number {
  const [red = 0, green = red, blue = red] = rgb;
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < 32) return most < 64 ? 0 : most < 160 ? 8 : most < 224 ? 7 : 15;
  const middle = (most + least) / 2;
  return (red >= middle ? 1 : 0) + (green >= middle ? 2 : 0) + (blue >= middle ? 4 : 0);
}
