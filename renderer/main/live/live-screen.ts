// A terminal that shows what a run prints, and does nothing else: nobody types into it, and what it shows asks for nothing.
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { LivePart } from '../../../app/contract/live.ts';
import { createLiveWriter } from '../../../app/contract/live-writer.ts';
import { withBasicColours } from './basic-colours.ts';

const font = { fontFamily: '"JetBrains Mono Variable", monospace', fontSize: 12 } as const;

export interface LiveScreen {
  /** Resolves when it is drawn, so that no more is read than can be shown. */
  show(parts: readonly LivePart[]): Promise<void>;
  /** Forgets all that was shown. */
  clear(): void;
  end(): void;
}

/** As wide as the element, which it follows; as high as there is room below. The font has to be loaded, or it measures wrongly. */
export function openLiveScreen(element: HTMLElement, label: string): LiveScreen {
  const terminal = new Terminal({
    ...font,
    disableStdin: true,
    scrollback: 10_000,
    lineHeight: 1.2,
    allowTransparency: true,
    theme: { background: '#00000000' },
    logLevel: 'off',
  });
  withoutStyleElements(() => terminal.open(element));
  const letter = letterOf(terminal);
  const rows = rowsBelow(element, letter.height);
  const fit = () => terminal.resize(columnsIn(element, letter.width), rows);
  fit();
  // Only now: before, it would take its rows for 0 high.
  terminal.options.screenReaderMode = true;
  terminal.textarea?.setAttribute('aria-label', label);
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type === 'keydown') scrollBy(terminal, event.key);
    return false;
  });
  terminal.write(hideCursor);
  let write = createLiveWriter(rows);
  const widths = new ResizeObserver(fit);
  widths.observe(element);
  return {
    show: (parts) =>
      new Promise((resolve) => terminal.write(parts.map((part) => withBasicColours(write(part))).join(''), resolve)),
    clear: () => {
      terminal.reset();
      terminal.write(hideCursor);
      write = createLiveWriter(rows);
    },
    end: () => {
      widths.disconnect();
      terminal.dispose();
    },
  };
}

/** Loads the font that the terminal measures. */
export async function loadLiveFont(): Promise<void> {
  await document.fonts.load(`${font.fontSize}px ${font.fontFamily}`);
}

/** The only keys that it knows; all others go on to the page, so that Tab leaves it. */
function scrollBy(terminal: Terminal, key: string): void {
  if (key === 'ArrowUp') terminal.scrollLines(-1);
  else if (key === 'ArrowDown') terminal.scrollLines(1);
  else if (key === 'PageUp') terminal.scrollPages(-1);
  else if (key === 'PageDown') terminal.scrollPages(1);
  else if (key === 'Home') terminal.scrollToTop();
  else if (key === 'End') terminal.scrollToBottom();
}

const hideCursor = '\x1b[?25l';

/** In CSS pixels, from the size that the terminal took. */
function letterOf({ element, cols, rows }: Terminal): { readonly width: number; readonly height: number } {
  const { width = 0, height = 0 } = element?.querySelector('.xterm-screen')?.getBoundingClientRect() ?? {};
  return { width: width / cols || 7, height: height / rows || 19 };
}

/** Less its padding and the scroll bar. */
function columnsIn(element: HTMLElement, width: number): number {
  return Math.min(500, Math.max(20, Math.floor((element.clientWidth - 24 - 14) / width)));
}

/** So that the newest line is in sight; less the padding of the element and the page. */
function rowsBelow(element: HTMLElement, height: number): number {
  const room = window.innerHeight - element.getBoundingClientRect().top - 22 - 32;
  return Math.min(60, Math.max(12, Math.floor(room / height)));
}

/**
 * SECURITY P7: the page's policy allows no style but that of its own files, and stays so. The terminal makes three style elements
 * while it is opened; it gets inert ones instead, and live.css says what they would have said. Selected letters get a style
 * attribute besides, which the policy drops: the selection has a layer of its own.
 */
function withoutStyleElements(open: () => void): void {
  const make = document.createElement.bind(document);
  Object.defineProperty(document, 'createElement', {
    configurable: true,
    value: (name: string) => make(name === 'style' ? 'template' : name),
  });
  try {
    open();
  } finally {
    Reflect.deleteProperty(document, 'createElement');
  }
}
