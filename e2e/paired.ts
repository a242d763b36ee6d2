// A Postern that is set up, holds one secret and knows one agent: where most tests begin.
import type { Page } from 'playwright';
import type { Agent, AgentOptions, ToolAnswer } from './agent.ts';
import { startAgent } from './agent.ts';
import type { Home, PosternApp } from './app.ts';
import { addSecret, connect, launch, makeHome, setUp } from './app.ts';

export const secretName = 'api/token';
export const secretValue = 'tok_H4rdened-9f8e7d6c5b';

export interface Paired {
  readonly home: Home;
  readonly app: PosternApp;
  readonly agent: Agent;
  readonly main: Page;
  /** Asks to run this with the secret. */
  run(command: string): Promise<ToolAnswer>;
  close(): Promise<void>;
}

export async function startPaired(home: Home = makeHome(), options: AgentOptions = {}): Promise<Paired> {
  const app = await launch(home);
  const main = await setUp(app);
  await addSecret(app, { name: secretName, value: secretValue, env: 'API_TOKEN' });
  const agent = await startAgent(home, options);
  const listed = agent.call('list_secrets', {});
  await connect(app);
  await listed;
  return {
    home,
    app,
    agent,
    main,
    run: (command) =>
      agent.call('run_with_secrets', { command, secrets: [{ name: secretName }], cwd: home.folder, reason: 'A test.' }),
    close: async () => {
      await agent.close();
      await app.quit();
      await home.remove();
    },
  };
}
