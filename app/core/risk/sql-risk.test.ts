import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSql } from './sql-risk.ts';

const each = (lines: string, expected: string) => {
  for (const line of lines.split('\n')) assert.equal(judgeSql(line).class, expected, line);
};

test('plain statements of pure functions are reads', () => {
  each(
    `select 1
SELECT a, count(*) FROM t WHERE b IN (1, 2) GROUP BY a HAVING count(*) > 1
select * from t where name = 'drop table t; --'
select 'it''s; delete' from t
select "update" from "delete"
select 1 -- drop table t
select 1 /* drop; table */ + 2
with recursive x as (select 1 union all select 2) select * from x
explain analyze select * from t
show server_version
show create table t
begin; select 1; commit`,
    'read',
  );
});

test('the gravest statement counts, wherever it stands (P2)', () => {
  each(
    `select 1; drop table t
select 1;delete from t
with x as (delete from t returning *) select * from x
explain analyze delete from t
begin; truncate t; rollback
alter table t drop column a
select 1 /* ' */; drop table t -- '`,
    'delete',
  );
  each(
    `insert into t select * from s
update t set a = 1
select * into x from t
select 1 into outfile 'x'
with x as (insert into t values (1) returning *) select * from x
create function f() returns int
merge into t using s on true when matched then do nothing`,
    'write',
  );
});

test('a comment that ends at a line break does not hide the next line (P2)', () => {
  assert.equal(judgeSql("select 1 -- '\n; drop table t -- '").class, 'delete');
  assert.equal(judgeSql("select 1 --'\r; delete from t --'").class, 'delete');
});

test('what dialects read differently is never a read (P2)', () => {
  for (const text of [
    "select '\\'; select 2 --'",
    'select $$x$$',
    "select 1 /*! into outfile 'x' */",
    'select 1 /* /* */ */',
    'select 1 --1',
    "select [a']",
    'select `a`',
    'select # x',
    "select 'open",
    'select "open',
    'select /* open',
    "select :'x'",
    'select 1\0',
    'select ${X}',
    'select $X',
  ])
    assert.equal(judgeSql(text).class, 'unknown', text);
});

test('a function that is not known to be pure is unknown (P2)', () => {
  each(
    `select pg_read_file('x')
select f()
select f ()
select f/**/()
select "f"()
select evil.count(*)
select "Count"(*)
select é()
select lo_export(1, 'x')
select setval('x', 1)
select * from dblink('x', 'y')
select load_file('x')`,
    'unknown',
  );
});

test('other statements, and none, are unknown', () => {
  each(
    `
;
copy t to program 'x'
copy t to stdout
call f()
do 'x'
execute x
set role x
attach 'x' as y
load 'x'
pragma writable_schema = 1
commit prepared 'x'
listen x
vacuumx`,
    'unknown',
  );
});

test('tables of passwords are a disclosure, however they are quoted', () => {
  each(
    `select * from pg_authid
select * from "pg_shadow"
select authentication_string from mysql.user
select 1; select * from pg_catalog.pg_authid`,
    'disclose',
  );
});

test('the words are the keyword of a single statement', () => {
  assert.deepEqual(judgeSql('SELECT 1;').words, ['select']);
  assert.deepEqual(judgeSql('select 1; select 2').words, []);
});
