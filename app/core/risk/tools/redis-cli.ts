// Redis by its own commands, which stand behind the options in either case.
import type { ToolRisk } from '../tool-risk.ts';
import type { Use } from '../use.ts';
import { isLocalHost } from './database-host.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
const reads =
  words(`get mget strlen getrange exists type ttl pttl keys scan dbsize ping info time lastsave randomkey hget hmget hgetall
  hkeys hvals hlen hexists hscan llen lrange lindex scard smembers sismember srandmember sscan zcard zrange zrevrange zrangebyscore
  zscore zrank zcount zscan xlen xrange xrevrange pfcount bitcount echo`);
const writes =
  words(`set setex psetex setnx mset append incr incrby decr decrby expire pexpire expireat persist hset hmset hsetnx hincrby
  lpush rpush lset linsert sadd zadd zincrby xadd pfadd publish copy`);
const deletes = words(
  'del unlink flushall flushdb hdel srem zrem lrem ltrim lpop rpop spop xdel xtrim getdel getset rename restore',
);

export const redisCli = {
  names: ['redis-cli', 'valkey-cli'],
  target: 'a Redis database',
  flags: '--raw --no-raw --json --csv --no-auth-warning',
  values: '-n -p -a --user --pass -h -u',
  but: { '-h': (host) => (isLocalHost(host) ? 'read' : 'unknown'), '-u': 'unknown' },
  judge: ({ operands }: Use) => {
    const [command = '', key = ''] = operands.map((word) => word.toLowerCase());
    if (command === 'config' && key === 'get')
      return { class: /pass|auth|\*|\?|\[/.test(operands.join(' ')) ? 'disclose' : 'unknown', words: [command, key] };
    if (reads.has(command)) return { class: 'read', words: [command] };
    if (writes.has(command)) return { class: 'write', words: [command] };
    return deletes.has(command) ? { class: 'delete', words: [command] } : { class: 'unknown', words: [] };
  },
} as const satisfies ToolRisk;
