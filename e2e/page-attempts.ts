// What the script of a page that was taken over would try. Each attempt runs from a timer: in a call from outside, the page's
// policy on eval does not hold.
import type { Page } from 'playwright';

/** How each attempt ended: its result, or the name of what was thrown, or `nothing` when nothing came of it in time. */
export type Outcomes = Readonly<Record<string, string>>;

/** Ways to run text as a program. An attempt that worked ends as `ran`. */
export function tryScripts(page: Page): Promise<Outcomes> {
  return page.evaluate(() => {
    const root = document.body;
    const add = (make: (script: HTMLScriptElement) => void): string => {
      const script = document.createElement('script');
      make(script);
      root.append(script);
      return (globalThis as { ran?: boolean }).ran === true ? 'ran' : 'nothing';
    };
    const mark = 'globalThis.ran = true';
    const attempts: Record<string, () => unknown> = {
      // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested
      eval: () => globalThis.eval('"ran"'),
      function: () => new Function('return "ran"')(),
      timer: () => setTimeout(mark as unknown as () => void),
      'script with text': () => add((script) => script.append(mark)),
      'script with textContent': () =>
        add((script) => {
          script.textContent = mark;
        }),
      'script from data': () =>
        add((script) => {
          script.src = `data:text/javascript,${mark}`;
        }),
      'script from blob': () =>
        add((script) => {
          script.src = URL.createObjectURL(new Blob([mark]));
        }),
      'markup with handler': () => {
        root.insertAdjacentHTML('beforeend', `<img src="data:," onerror="${mark}">`);
      },
      'handler attribute': () => {
        const button = document.createElement('button');
        button.setAttribute('onclick', mark);
        root.append(button);
        button.click();
        button.remove();
        return (globalThis as { ran?: boolean }).ran === true ? 'ran' : 'nothing';
      },
      'javascript link': () => {
        const link = document.createElement('a');
        link.href = `javascript:${mark}`;
        root.append(link);
        link.click();
        link.remove();
      },
      worker: () => new Worker(URL.createObjectURL(new Blob([mark]))),
      wasm: () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])) && 'ran',
    };
    return new Promise<Record<string, string>>((resolve) => {
      setTimeout(() => {
        const outcomes: Record<string, string> = {};
        for (const [name, attempt] of Object.entries(attempts)) {
          try {
            outcomes[name] = attempt() === 'ran' ? 'ran' : 'nothing';
          } catch (thrown) {
            outcomes[name] = thrown instanceof Error ? thrown.name : 'thrown';
          }
        }
        // What was put off has had its turn by the second frame.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            outcomes.afterwards = (globalThis as { ran?: boolean }).ran === true ? 'ran' : 'nothing';
            resolve(outcomes);
          }),
        );
      });
    });
  });
}

/** Ways to reach a port of this machine. Resolves when each has failed, succeeded or had its time. */
export function tryNetwork(page: Page, port: number): Promise<Outcomes> {
  return page.evaluate(async (to) => {
    const http = `http://127.0.0.1:${to}`;
    const element = (tag: string, set: Record<string, string>): Promise<string> =>
      new Promise((resolve) => {
        const made = document.createElement(tag);
        made.addEventListener('load', () => resolve('loaded'));
        made.addEventListener('error', () => resolve('error'));
        Object.assign(made, set);
        document.body.append(made);
        setTimeout(() => resolve('nothing'), 4000);
      });
    const link = (rel: string, more = {}) => element('link', { rel, href: `${http}/${rel}`, ...more });
    const socketEnd = (socket: WebSocket | EventSource): Promise<string> =>
      new Promise((resolve) => {
        socket.onopen = () => resolve('opened');
        socket.onerror = () => resolve('error');
      });
    const peer = async (url: string): Promise<string> => {
      const rtc = new RTCPeerConnection({ iceServers: [{ urls: url, username: 'u', credential: 'c' }] });
      rtc.createDataChannel('x');
      await rtc.setLocalDescription(await rtc.createOffer());
      const ended = await new Promise<string>((resolve) => {
        rtc.addEventListener('icegatheringstatechange', () => {
          if (rtc.iceGatheringState === 'complete') resolve('gathered');
        });
        setTimeout(() => resolve('nothing'), 3000);
      });
      rtc.close();
      return ended;
    };
    const attempts: Record<string, () => Promise<unknown>> = {
      image: () => element('img', { src: `${http}/image` }),
      audio: () => element('audio', { src: `${http}/audio` }),
      frame: () => element('iframe', { src: `${http}/frame` }),
      object: () => element('object', { data: `${http}/object` }),
      script: () => element('script', { src: `${http}/script` }),
      stylesheet: () => link('stylesheet'),
      preload: () => link('preload', { as: 'image' }),
      prefetch: () => link('prefetch'),
      modulepreload: () => link('modulepreload'),
      preconnect: () => link('preconnect'),
      icon: () => link('icon'),
      background: () => element('div', { style: `background: url(${http}/background); width: 9px; height: 9px` }),
      font: () => new FontFace('x', `url(${http}/font)`).load(),
      fetch: () => fetch(`${http}/fetch`, { mode: 'no-cors' }),
      'own file': () => fetch('index.html'),
      'file of the system': () => fetch('file:///etc/passwd'),
      beacon: async () => navigator.sendBeacon(`${http}/beacon`, 'x'),
      websocket: () => socketEnd(new WebSocket(`ws://127.0.0.1:${to}/socket`)),
      events: () => socketEnd(new EventSource(`${http}/events`)),
      worker: async () => new Worker(`${http}/worker.js`),
      'service worker': () => navigator.serviceWorker.register(`${http}/sw.js`),
      stun: () => peer(`stun:127.0.0.1:${to}`),
      'turn over udp': () => peer(`turn:127.0.0.1:${to}`),
      'turn over tcp': () => peer(`turn:127.0.0.1:${to}?transport=tcp`),
    };
    const ended = Object.entries(attempts).map(async ([name, attempt]) => {
      await new Promise((resolve) => setTimeout(resolve));
      const outcome = await attempt().then(
        (value) => (value instanceof Response ? 'answered' : String(value)),
        (thrown: unknown) => (thrown instanceof Error ? thrown.name : 'thrown'),
      );
      return [name, outcome] as const;
    });
    return Object.fromEntries(await Promise.all(ended));
  }, port);
}

/** Ways to other pages. `stayed` says whether the page is still the one that tried. */
export function tryAway(page: Page, targets: readonly string[]): Promise<Outcomes> {
  return page.evaluate(async (urls) => {
    const here = Math.random();
    Object.assign(globalThis, { here });
    await new Promise((resolve) => setTimeout(resolve));
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    let opened = 'null';
    for (const url of [...urls, 'data:text/html,x', 'file:///etc/passwd', 'chrome://version', 'javascript:1']) {
      if (globalThis.open(url) !== null) opened = url;
      const link = document.createElement('a');
      for (const target of ['_blank', '_top', '']) {
        Object.assign(link, { href: url, target });
        link.click();
      }
      const form = document.createElement('form');
      Object.assign(form, { action: url, method: 'post' });
      document.body.append(form);
      form.submit();
      form.remove();
      await pause(50);
      // The last one wins, so it gets its time before the next begins.
      location.assign(url);
      await pause(150);
    }
    const download = document.createElement('a');
    Object.assign(download, { href: URL.createObjectURL(new Blob(['x'])), download: 'leak.txt' });
    download.click();
    const frame = document.createElement('iframe');
    frame.src = urls[1] ?? '';
    document.body.append(frame);
    await pause(300);
    const frames = frame.contentDocument?.body.textContent ?? '';
    frame.remove();
    const stayed = (globalThis as { here?: number }).here === here ? 'yes' : 'no';
    return { opened, stayed, frames };
  }, targets);
}

/** Asks for what a browser grants after a question, and says how that ended. */
export function tryPermissions(page: Page): Promise<Outcomes> {
  return page.evaluate(async () => {
    const state = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    const nameOf = (thrown: unknown) => (thrown instanceof Error ? thrown.name : 'thrown');
    const granted = () => 'granted';
    const code = await new Promise<number>((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve(0),
        (error) => resolve(error.code),
      ),
    );
    return {
      notifications: await state('notifications'),
      'ask to notify': await Notification.requestPermission(),
      geolocation: await state('geolocation'),
      'where am I': String(code),
      'clipboard-read': await state('clipboard-read'),
      'read the clipboard': await navigator.clipboard.readText().then(granted, nameOf),
      camera: await state('camera'),
      microphone: await state('microphone'),
      'record the screen': await navigator.mediaDevices.getDisplayMedia().then(granted, nameOf),
    };
  });
}
