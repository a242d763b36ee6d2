// What a keystroke in the search of the main window costs the page.
import type { Page } from 'playwright';

export interface Keystrokes {
  /** Milliseconds of script, for each keystroke. */
  readonly script: readonly number[];
  /** Milliseconds of all the page's work: script, layout, painting. */
  readonly task: readonly number[];
}

/** Types words and takes them back, 100 keystrokes, and waits for two frames after each. */
export async function measureTyping(main: Page): Promise<Keystrokes> {
  const cdp = await main.context().newCDPSession(main);
  await cdp.send('Performance.enable');
  const spent = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0;
    return { script: of('ScriptDuration'), task: of('TaskDuration') };
  };
  await main.getByRole('searchbox').focus();
  const words = ['stripe 0421 token', 'datadog team', 'prod fastly', 'jira-0042', 'zzz nothing'];
  const keys = words.flatMap((word) => [...word, ...Array.from(word, () => 'Backspace')]).slice(0, 100);
  const script: number[] = [];
  const task: number[] = [];
  for (const key of keys) {
    const before = await spent();
    await main.keyboard.press(key === ' ' ? 'Space' : key);
    // The list in one frame, the details of another secret in the next.
    await main.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(undefined)))),
    );
    const after = await spent();
    script.push((after.script - before.script) * 1000);
    task.push((after.task - before.task) * 1000);
  }
  return { script, task };
}
