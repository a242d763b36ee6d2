// Which addresses lie out in the internet. Whatever it cannot read, in whatever spelling, does not.

/**
 * SECURITY P2: a secret goes to no address of this computer, of a private network, or of a cloud's metadata, whatever a name says.
 * @param address IPv4 in four decimal numbers, or IPv6 without brackets and zone
 */
export function isPublicAddress(address: string): boolean {
  const four = fourBytes(address);
  if (four) return isPublicFour(four);
  const six = sixteenBytes(address);
  if (!six) return false;
  if (embedding.some((range) => isIn(six, range))) return isPublicFour(six.slice(12));
  return isIn(six, globalUnicast) && !reservedSix.some((range) => isIn(six, range));
}

const isPublicFour = (bytes: readonly number[]) => !reservedFour.some((range) => isIn(bytes, range));

interface Range {
  readonly start: readonly number[];
  readonly bits: number;
}

function isIn(bytes: readonly number[], { start, bits }: Range): boolean {
  return start.every((from, at) => {
    const mask = 0xff & ~(0xff >> Math.min(8, Math.max(0, bits - at * 8)));
    return ((from ^ (bytes[at] ?? 0)) & mask) === 0;
  });
}

/** IANA’s registry of special addresses, and 168.63.129.16, where Azure keeps its machines’ metadata. */
const reservedFour = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4', '168.63.129.16/32'],
].map(rangeOf);

/** IPv4 inside IPv6: mapped, and the well-known prefix of NAT64. What is in them decides. */
const embedding = ['::ffff:0:0/96', '64:ff9b::/96'].map(rangeOf);

/** All else, as `::`, `::1`, `fc00::/7`, `fe80::/10` and `ff00::/8`, is not for the internet. */
const globalUnicast = rangeOf('2000::/3');

/** Protocols of the IETF with Teredo, examples, 6to4: they name no host of their own, or carry an IPv4 address on. */
const reservedSix = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(rangeOf);

function rangeOf(text: string): Range {
  const [address = '', bits] = text.split('/');
  return { start: fourBytes(address) ?? sixteenBytes(address) ?? [], bits: Number(bits) };
}

/** null: not four decimal numbers; `0177.0.0.1`, `0x7f.1` and `2130706433` are not. */
function fourBytes(text: string): number[] | null {
  if (!/^(?:(?:0|[1-9]\d{0,2})(?:\.(?!$)|$)){4}$/.test(text)) return null;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

/** null: no IPv6 address. */
function sixteenBytes(text: string): number[] | null {
  const tail = /^(.*:)([\d.]*\.[\d.]*)$/.exec(text);
  const last = fourBytes(tail?.[2] ?? '0.0.0.0');
  if (!last) return null;
  const [head = [], rest = null, more] = (tail ? `${tail[1]}${hex(last, 0)}:${hex(last, 2)}` : text)
    .split('::')
    .map((side) => (side === '' ? [] : side.split(':')));
  const given = head.length + (rest?.length ?? 0);
  if (more || (rest ? given > 7 : given !== 8)) return null;
  const groups = [...head, ...Array<string>(8 - given).fill('0'), ...(rest ?? [])];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16)).flatMap((group) => [group >> 8, group & 0xff]);
}

function hex(bytes: readonly number[], at: number): string {
  return (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16);
}
