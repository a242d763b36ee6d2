// A panel's part of the tray, over D-Bus: it is the watcher that tray items register with, reads what an item shows, and
// clicks entries of its menu, as a desktop does. Start it before the app; without a watcher Electron draws another kind of icon.
import type { MessageBus } from '@jellybrick/dbus-next';
import { Message, sessionBus, Variant } from '@jellybrick/dbus-next';
import { expect } from 'playwright/test';
import { z } from 'zod';

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly separator: boolean;
  readonly entries: readonly MenuEntry[];
}

/** One tray icon. */
export interface TrayItem {
  tooltip(): Promise<string>;
  /** Width, height and pixels of the icon, to tell one look from another. */
  icon(): Promise<string>;
  menu(): Promise<readonly MenuEntry[]>;
  /** Clicks the entry that these labels lead to, from the top menu down, once it is there. @throws Error when it does not come */
  click(...labels: readonly (string | RegExp)[]): Promise<void>;
  /** A click on the icon itself. */
  activate(): Promise<void>;
}

export interface TrayHost {
  /** The next item to register that no call has returned yet. */
  item(): Promise<TrayItem>;
  close(): Promise<void>;
}

const watcherName = 'org.kde.StatusNotifierWatcher';
const itemInterface = 'org.kde.StatusNotifierItem';
const menuInterface = 'com.canonical.dbusmenu';
const variantOf = <T extends z.ZodType>(shape: T) => z.object({ value: shape });

export async function startTrayHost(): Promise<TrayHost> {
  const bus = sessionBus();
  const arrived: string[] = [];
  const awaited: ((service: string) => void)[] = [];
  watch(bus, (service) => {
    const take = awaited.shift();
    if (take === undefined) arrived.push(service);
    else take(service);
  });
  await bus.requestName(watcherName, 0);
  const call: Call = async (destination, path, face, member, signature, body) => {
    const reply = await bus.call(
      new Message({ destination, path, interface: face, member, signature, body: [...body] }),
    );
    return reply?.body ?? [];
  };
  return {
    item: async () => {
      const known = arrived.shift();
      return itemAt(known ?? (await new Promise<string>((resolve) => awaited.push(resolve))), call);
    },
    close: async () => {
      await bus.releaseName(watcherName);
      bus.disconnect();
    },
  };
}

/** The watcher's own interface: what an item asks before it registers, and its registering. */
function watch(bus: MessageBus, onItem: (service: string) => void): void {
  bus.addMethodHandler((message) => {
    if (message.path !== '/StatusNotifierWatcher') return false;
    const answer = (signature = '', body: unknown[] = []): boolean => {
      bus.send(Message.newMethodReturn(message, signature, body));
      return true;
    };
    switch (message.member) {
      case 'Get':
        return answer('v', [watcherProperties[z.tuple([z.string(), z.string()]).parse(message.body)[1]]]);
      case 'RegisterStatusNotifierItem':
        onItem(z.tuple([z.string()]).parse(message.body)[0]);
        return answer();
      case 'RegisterStatusNotifierHost':
        return answer();
      default:
        return false;
    }
  });
}

const watcherProperties: Readonly<Record<string, Variant>> = {
  IsStatusNotifierHostRegistered: new Variant('b', true),
  ProtocolVersion: new Variant('i', 0),
  RegisteredStatusNotifierItems: new Variant('as', []),
};

type Call = (
  destination: string,
  path: string,
  face: string,
  member: string,
  signature: string,
  body: readonly unknown[],
) => Promise<unknown>;

/** `service`: a bus name, with or without the item's path behind it. */
function itemAt(service: string, call: Call): TrayItem {
  const slash = service.indexOf('/');
  const name = slash < 0 ? service : service.slice(0, slash);
  const path = slash < 0 ? '/StatusNotifierItem' : service.slice(slash);
  const property = (which: string): Promise<unknown> =>
    call(name, path, 'org.freedesktop.DBus.Properties', 'Get', 'ss', [itemInterface, which]);
  const tooltip = async (): Promise<string> => {
    const shape = z.tuple([variantOf(z.tuple([z.string(), z.unknown(), z.string(), z.string()]))]);
    return shape.parse(await property('ToolTip'))[0].value[2];
  };
  const menuPath = async (): Promise<string> => z.tuple([variantOf(z.string())]).parse(await property('Menu'))[0].value;
  const menu = async (): Promise<readonly MenuEntry[]> => {
    const layout = await call(name, await menuPath(), menuInterface, 'GetLayout', 'iias', [0, -1, []]);
    return entryOf(z.tuple([z.number(), z.unknown()]).parse(layout)[1]).entries;
  };
  return {
    tooltip,
    icon: async () => {
      const shape = z.tuple([variantOf(z.array(z.tuple([z.number(), z.number(), z.instanceof(Uint8Array)])))]);
      const pixmaps = shape.parse(await property('IconPixmap'))[0].value;
      return pixmaps
        .map(([width, height, pixels]) => `${width}x${height}:${Buffer.from(pixels).toString('hex')}`)
        .join();
    },
    menu,
    click: async (...labels) => {
      // The menu follows the words of the icon a moment later, and with it its entries get other numbers.
      let id = 0;
      await expect(async () => {
        const entries = await menu();
        expect(`Postern: ${entries[0]?.label}`).toBe(await tooltip());
        const entry = find(entries, labels);
        if (!entry.enabled) throw new Error(`${entry.label} cannot be clicked`);
        id = entry.id;
      }).toPass({ intervals: [50], timeout: 20_000 });
      const body = [id, 'clicked', new Variant('i', 0), 0];
      await call(name, await menuPath(), menuInterface, 'Event', 'isvu', body);
    },
    activate: async () => void (await call(name, path, itemInterface, 'Activate', 'ii', [0, 0])),
  };
}

const Node = z.tuple([
  z.number(),
  z.object({
    label: variantOf(z.string()).optional(),
    enabled: variantOf(z.boolean()).optional(),
    type: variantOf(z.string()).optional(),
  }),
  z.array(variantOf(z.unknown())),
]);

function entryOf(node: unknown): MenuEntry {
  const [id, { label, enabled, type }, children] = Node.parse(node);
  return {
    id,
    label: label?.value ?? '',
    enabled: enabled?.value ?? true,
    separator: type?.value === 'separator',
    entries: children.map(({ value }) => entryOf(value)),
  };
}

function find(entries: readonly MenuEntry[], labels: readonly (string | RegExp)[]): MenuEntry {
  const [wanted, ...rest] = labels;
  const found = entries.find(({ label }) => (wanted instanceof RegExp ? wanted.test(label) : label === wanted));
  if (found === undefined) throw new Error(`no ${wanted} in: ${entries.map(({ label }) => label).join(', ')}`);
  return rest.length === 0 ? found : find(found.entries, rest);
}
