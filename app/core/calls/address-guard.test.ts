// Every range that is not the internet, both edges of each, in every spelling; what cannot be read counts as one of them.
import assert from 'node:assert/strict';
import { BlockList, isIP } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPublicAddress } from './address-guard.ts';

const ranges: readonly (readonly [first: string, last: string])[] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '255.255.255.255'],
  ['168.63.129.16', '168.63.129.16'],
];

const outside = [
  ...['1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'],
  ...['169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '191.255.255.255', '192.0.1.0', '192.0.3.0'],
  ...['192.88.98.255', '192.88.100.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0'],
  ...['198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0', '223.255.255.255'],
  ...['168.63.129.15', '168.63.129.17', '8.8.8.8', '140.82.121.6'],
];

test('P2: IPv4 addresses of this computer, private networks and metadata are refused, at both edges', () => {
  for (const address of ranges.flat()) assert.equal(isPublicAddress(address), false, address);
  for (const address of outside) assert.equal(isPublicAddress(address), true, address);
});

test('P2: IPv6 addresses that are not for the internet are refused', () => {
  for (const address of [
    ...['::', '::1', '0:0:0:0:0:0:0:1', '0000:0000:0000:0000:0000:0000:0000:0001', '::2', '::0.0.0.1', '100::1'],
    ...['fe80::1', 'febf::1', 'fec0::1', 'fc00::1', 'fd00:ec2::254', 'FD00:EC2::254', 'fdff::1', 'ff02::1', 'ffff::'],
    ...['2001:db8::1', '2001:db8:ffff::1', '3fff::1', '3fff:fff::1', '2001::1', '2001:0:4136:e378::1', '2001:1ff::1'],
    ...['2002:7f00:1::', '2002:a00:1::1', '2002:808:808::1', '64:ff9b:1::8.8.8.8', '5f00::1', '1fff::1', '4000::1'],
    ...['::127.0.0.1', '::8.8.8.8', '::ffff:0:127.0.0.1', '::fffe:8.8.8.8', '64:ff9a::8.8.8.8', '64:ff9b::1:8.8.8.8'],
  ]) {
    assert.equal(isPublicAddress(address), false, address);
  }
  for (const address of [
    ...['2606:4700::6810:84e5', '2A00:1450:4001:0812::200E', '2001:200::1', '2001:4860:4860::8888', '2001:db7::1'],
    ...[
      '2003::1',
      '3ffe::1',
      '3fff:1000::1',
      '2000::',
      '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      '2620:1:2:3:4:5:6::',
    ],
  ]) {
    assert.equal(isPublicAddress(address), true, address);
  }
});

test('P2: an IPv4 address inside an IPv6 one is judged as itself, in each spelling', () => {
  const list = new BlockList();
  for (const [first, last] of ranges) list.addRange(first, last);
  fc.assert(
    fc.property(fc.ipV4(), (four) => {
      const [a = 0, b = 0, c = 0, d = 0] = four.split('.').map(Number);
      const groups = [((a << 8) | b).toString(16), ((c << 8) | d).toString(16)];
      const isPublic = !list.check(four);
      for (const spelled of [
        ...[four, `::ffff:${four}`, `::FFFF:${groups[0]}:${groups[1]}`, `0:0:0:0:0:ffff:${four}`],
        ...[`64:ff9b::${four}`, `0064:FF9B:0:0:0:0:${groups[0]}:${groups[1]}`],
      ]) {
        assert.equal(isPublicAddress(spelled), isPublic, spelled);
      }
      assert.equal(isPublicAddress(`::${four}`), false);
    }),
  );
});

test('P2: IPv6 is judged by its number, however it is written', () => {
  const list = new BlockList();
  for (const [start, bits] of [
    ...([['::', 3] as const, ['4000::', 2] as const, ['8000::', 1] as const, ['2001::', 23] as const] as const),
    ...([['2001:db8::', 32] as const, ['2002::', 16] as const, ['3fff::', 20] as const] as const),
  ]) {
    list.addSubnet(start, bits, 'ipv6');
  }
  const first = fc.constantFrom(0x2001, 0x2002, 0x3fff, 0x2600, 0xfe80, 0x0064, 0x0000);
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0xdb8, 0x1ff, 0x200));
  fc.assert(
    fc.property(first, fc.array(group, { minLength: 7, maxLength: 7 }), (start, rest) => {
      const groups = [start, ...rest];
      const whole = groups.map((each) => each.toString(16).padStart(4, '0')).join(':');
      fc.pre(!/^(?:0064:ff9b|0000:0000:0000:0000:0000:ffff)/.test(whole));
      const short = new URL(`https://[${whole}]`).hostname.slice(1, -1);
      for (const spelled of [whole, whole.toUpperCase(), short]) {
        assert.equal(isPublicAddress(spelled), !list.check(whole, 'ipv6'), spelled);
      }
    }),
  );
});

test('P2: what is no address in its plain spelling is refused', () => {
  for (const text of [
    ...[
      '',
      ' ',
      '8.8.8',
      '8.8.8.8.8',
      '8.8.8.8.',
      '.8.8.8.8',
      '8..8.8',
      '08.8.8.8',
      '8.8.8.010',
      '0x8.8.8.8',
      '8.8.8.256',
    ],
    ...[
      '134744072',
      '0x08080808',
      '8.8.2056',
      '8.8.8.8 ',
      ' 8.8.8.8',
      '8.8.8.8\n',
      '8.8.8.8\0',
      '８.8.8.8',
      '8.8.8.8:443',
    ],
    ...['+8.8.8.8', '-8.8.8.8', '8.8.8.8/32', '1e1.8.8.8', '8,8,8,8', 'localhost', 'example.com', '8.8.8.8%eth0'],
    ...['[2606:4700::1]', '2606:4700::1%eth0', '2606:4700::1%1', '2606:4700:::1', '2606::4700::1', '2606:4700:1', ':'],
    ...['2606:4700:0:0:0:0:0:0:1', '2606:4700:0:0:0:0:0:0::1', '26060::1', '2606:g::1', ':2606::1', '2606::1:', ':::'],
    ...[
      '2606:4700::1.2.3',
      '2606:4700::8.8.8.8.8',
      '2606:4700::08.8.8.8',
      '2606:4700::8.8.8.8:1',
      '1:2:3:4:5:6:7:8.8.8.8',
    ],
    ...['2606:4700::1/64', '2606:4700::1\n', '2606:4700::-1', '2606:4700::0x1', '2606:4700:: 1', '::ffff:8.8.8.256'],
  ]) {
    assert.equal(isPublicAddress(text), false, JSON.stringify(text));
  }
});

test('P2: nothing counts as public that the system would not read as an address', () => {
  const characters = fc.constantFrom(...'0123456789abcdefx.:%[]/ -\n'.split(''));
  const text = fc.oneof(
    fc.array(characters, { maxLength: 45 }).map((parts) => parts.join('')),
    fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(45), characters).map(([ip, at, more]) => {
      return ip.slice(0, at) + more + ip.slice(at);
    }),
  );
  fc.assert(
    fc.property(text, (spelled) => {
      if (isPublicAddress(spelled)) assert.notEqual(isIP(spelled), 0, spelled);
    }),
    { numRuns: 1000 },
  );
});
