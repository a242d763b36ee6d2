// The main job in real Electron: the value reaches the command and nothing that the agent, the disk or a log can show.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import type { Agent } from './agent.ts';
import { startAgent } from './agent.ts';
import type { Home, PosternApp } from './app.ts';
import { addSecret, allowOnce, connect, launch, makeHome, setUp } from './app.ts';
import { filesIn, filesWith, formsIn, leakForms } from './leak-forms.ts';
import { startTap } from './tap.ts';

const run = promisify(execFile);
const value = 'pk_L1ve/9f8E+7d6C&5b4A="3z2Y"1x0W';

const everyForm = [
  'echo "$API_KEY"',
  'printf %s "$API_KEY" | base64 -w0; echo',
  'printf x%s "$API_KEY" | base64 -w0; echo',
  'printf xy%s "$API_KEY" | base64 -w0; echo',
  'printf %s "$API_KEY" | base64 -w0 | tr +/ -_; echo',
  'printf %s "$API_KEY" | od -An -v -tx1 | tr -d " \\n"; echo',
  'printf %s "$API_KEY" | od -An -v -tx1 | tr -d " \\n" | tr a-f A-F; echo',
  `python3 -c 'import os,json,urllib.parse,html; v=os.environ["API_KEY"]; print(json.dumps(v)); print(urllib.parse.quote(v, safe="")); print(urllib.parse.quote_plus(v)); print(html.escape(v))'`,
  `python3 -c 'import os,sys,time\nv=os.environ["API_KEY"]\nfor c in v:\n  sys.stdout.write("\\x1b[3%dm%s\\x1b[0m" % (ord(c)%8, c)); sys.stdout.flush()\n  time.sleep(0.002)\nprint()'`,
  `python3 -c 'import os,sys\nv=os.environ["API_KEY"]\nfor c in v:\n  os.write(1, c.encode())'; echo`,
  'echo "$API_KEY" >&2',
].join('\n');

test.describe('one run with a secret', () => {
  let home: Home;
  let app: PosternApp;
  let agent: Agent;

  test.beforeAll(async () => {
    home = makeHome();
    app = await launch(home);
    await setUp(app);
    await addSecret(app, { name: 'shop/api-key', value, env: 'API_KEY' });
  });
  test.afterAll(async () => {
    await agent?.close();
    await app?.quit();
    await home?.remove();
  });

  test('shows the value in no form to the agent: not in the result, progress, standard error or any socket byte (P1)', async () => {
    const tap = await startTap(home);
    agent = await startAgent(home, { env: tap.env });
    const answer = agent.call('run_with_secrets', {
      command: everyForm,
      secrets: [{ name: 'shop/api-key' }],
      cwd: home.folder,
      reason: 'Print it in every form.',
    });
    await connect(app);
    await allowOnce(app);
    const { structured, text } = await answer;
    expect(structured.status).toBe('completed');
    expect(structured.exit_code).toBe(0);
    const output = String(structured.output);
    expect(output.match(/\[REDACTED:shop\/api-key\]/g)?.length).toBeGreaterThanOrEqual(13);
    const seen = {
      output,
      text,
      structured: JSON.stringify(structured),
      progress: agent.progress.join('\n'),
      stderr: agent.stderr(),
    };
    for (const [where, haystack] of Object.entries(seen)) expect(formsIn(haystack, value), where).toEqual([]);
    expect(tap.bytes().length).toBeGreaterThan(1000);
    expect(formsIn(tap.bytes(), value), 'socket').toEqual([]);
    await tap.close();
    await agent.close();
  });

  test('tools that tell about secrets never tell the value (P1)', async () => {
    agent = await startAgent(home);
    for (const tool of ['list_secrets', 'session_status', 'get_guide']) {
      const { structured, text } = await agent.call(tool, {});
      expect(formsIn(JSON.stringify(structured) + text, value), tool).toEqual([]);
    }
  });

  test('no byte of the profile holds the value in any form, while running and after quitting (P11)', async () => {
    // What is searched must be able to find it: the form list is proved against a file that does hold the value.
    expect(leakForms(value).length).toBeGreaterThan(12);
    expect(formsIn(`before ${value} after`, value)).toContain('raw');
    const main = await app.window('main', /Unlocked/);
    await main.getByText('Activity').first().click();
    expect(filesWith(home.folder, value)).toEqual([]);
    await agent.close();
    await app.quit();
    const files = filesIn(home.folder);
    expect(files.some((file) => file.endsWith('vault.db'))).toBe(true);
    expect(files.some((file) => file.endsWith('postern.log'))).toBe(true);
    expect(filesWith(home.folder, value)).toEqual([]);
    expect(filesWith(home.folder, 'shop/api-key')).toEqual([]);
  });

  test('the audit chain checks out from outside, without any key (P6)', async () => {
    const { stdout } = await run(process.execPath, ['build/verify-audit.ts', home.profile]);
    expect(stdout).toMatch(/whole/i);
  });
});
