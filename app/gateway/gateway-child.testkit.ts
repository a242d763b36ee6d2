// For tests only: a whole broker with an open gateway in a process of its own, which a test can kill. It is told of the API and of the
// key by a message, and says where it is.
import { type Api, ownProvider, startWholeGateway } from './whole-gateway.testkit.ts';

process.once('message', async ({ api, key }: { readonly api: Api; readonly key: string }) => {
  const endings: (() => void | Promise<void>)[] = [];
  const whole = await startWholeGateway(
    { after: (work) => void endings.push(work) },
    [ownProvider('acme', { kind: 'bearer' }, { value: key })],
    api,
  );
  process.send?.({ base: whole.base('acme'), token: await whole.token(), profile: whole.house.profile });
  process.once('disconnect', async () => {
    for (const end of endings.reverse()) await end();
    process.exit();
  });
});
