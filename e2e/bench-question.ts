// From an agent's call to its question on the screen: the real shim, the real app, and a frame that was painted. Beside it a call
// that asks nobody.
import { startPaired } from './paired.ts';

const rounds = 30;
const paired = await startPaired();
const { app, agent } = paired;

/** Remembers when a frame with the looked-for text had been painted. */
async function watch(text: string): Promise<() => Promise<number>> {
  const page = app.electron.windows().find((each) => each.url().startsWith('app://trusted/'));
  if (page === undefined) throw new Error('no window for questions');
  const painted = page.evaluate((wanted) => {
    return new Promise<number>((resolve) => {
      const look = (): void => {
        const isThere = document.visibilityState === 'visible' && document.body.innerText.includes(wanted);
        requestAnimationFrame(isThere ? () => resolve(Date.now()) : look);
      };
      requestAnimationFrame(look);
    });
  }, text);
  return () => painted;
}

const asked: number[] = [];
const unasked: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const mark = `question-${String(round).padStart(3, '0')}`;
  const painted = await watch(mark);
  const began = Date.now();
  const answer = paired.run(`true ${mark}`);
  asked.push((await painted()) - began);
  const page = await app.window('trusted', new RegExp(mark));
  await page.locator('button:not([aria-disabled="true"])', { hasText: /^Deny…$/ }).click();
  await page.locator('button:not([aria-disabled="true"])', { hasText: /^Deny$/ }).click();
  await answer;
  const from = Date.now();
  await agent.call('session_status', {});
  unasked.push(Date.now() - from);
}
const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
console.log(`a call to its question painted: p50 ${at(asked, 0.5)} ms, p95 ${at(asked, 0.95)} ms`);
console.log(`  a call that asks nobody: p50 ${at(unasked, 0.5)} ms, p95 ${at(unasked, 0.95)} ms`);
console.log(`  ratio ${(at(asked, 0.5) / Math.max(1, at(unasked, 0.5))).toFixed(1)}`);
await paired.close();
process.exit(0);
