// For tests only: an agent in a process of its own. It calls through the gateway again and again, and keeps what it is told.
process.once('message', async ({ url, bearer, keeps }: Record<'url' | 'bearer' | 'keeps', string>) => {
  const kept: string[] = [keeps];
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  for (let n = 0; n < 40; n += 1) {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ n }) });
    kept.push(await answer.text());
  }
  process.send?.({ answers: kept.slice(1) });
  process.on('message', () => kept.push(''));
});
