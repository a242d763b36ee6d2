// Which rows of a long list are worth drawing. Pure.

export interface RowView {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}

/** Rows drawn above and below what is in sight, so that Tab finds the next one. */
const spare = 4;

/** `from` is drawn, `to` is not. All in CSS pixels. */
export function rowRange({ scrollTop, height, rowHeight, count }: RowView): {
  readonly from: number;
  readonly to: number;
} {
  const last = Math.max(0, count * rowHeight - height);
  const top = Math.min(Math.max(0, scrollTop), last);
  return {
    from: Math.max(0, Math.floor(top / rowHeight) - spare),
    to: Math.min(count, Math.ceil((top + height) / rowHeight) + spare),
  };
}
