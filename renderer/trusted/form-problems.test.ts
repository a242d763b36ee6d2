import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultMessages } from '../../app/contract/fault.ts';
import type { FormText } from './draft.ts';
import { draftOf, emptyForm } from './draft.ts';
import { placeFault } from './fault-place.ts';
import type { FieldText } from './field-text.ts';
import { fieldsOfKind } from './field-text.ts';
import { isClean, problemsOf } from './form-problems.ts';

const good = 'ghp_Typ3dByThePerson';
const form: FormText = { ...emptyForm, name: 'a/b' };
const withField = (part: Partial<FieldText>): FormText => ({
  ...form,
  fields: form.fields.map((field) => ({ ...field, ...part })),
});
const login: FormText = { ...form, kind: 'login', fields: fieldsOfKind('login', 'a/b') };

describe('what is wrong with a form', () => {
  it('is said beside the part it belongs to, and no draft is made', () => {
    const cases = [
      ['name', ''],
      ['name', 'has space'],
      ['name', '/lead'],
      ['hosts', 'no host!'],
      ['tags', 'x'.repeat(41)],
      ['tags', Array.from({ length: 21 }, (_, at) => `t${at}`).join()],
      ['projects', 'x'.repeat(41)],
      ['environment', 'x'.repeat(41)],
      ['expires', '2027-02-30'],
      ['rotateAfterDays', '0'],
      ['rotateAfterDays', '3651'],
      ['rotateAfterDays', 'soon'],
    ] as const;
    for (const [part, text] of cases) {
      const problems = problemsOf({ ...form, [part]: text }, () => good);
      assert.deepEqual([Object.keys(problems.about), problems.fields], [[part], {}], `${part} ${text}`);
    }
    assert.ok(isClean(problemsOf(form, () => good)));
  });

  it('is said of a header or parameter, and only where the secret stands in one', () => {
    const cases = [
      ['authName', 'X Api Key'],
      ['authName', 'Host'],
      ['authText', 'no secret'],
      ['authText', 'Token {value'],
      ['authText', '{{value}}'],
      ['authText', '{value}\u00e9'],
    ] as const;
    for (const [part, text] of cases) {
      const typed = { ...form, authPattern: 'header' as const, authName: 'X-Api-Key', [part]: text };
      assert.deepEqual(Object.keys(problemsOf(typed, () => good).about), [part], text);
      assert.ok(isClean(problemsOf({ ...typed, authPattern: 'bearer' }, () => good)));
    }
    assert.ok(isClean(problemsOf({ ...form, authPattern: 'header' }, () => good)), 'both may be empty');
  });

  it('names the fault of a value beside its field', () => {
    const cases = [
      ['', {}, 'value_empty'],
      ['a\ud800bcdefgh', {}, 'value_not_text'],
      ['ü'.repeat(600_000), { inject: 'file' }, 'value_too_long'],
      ['x'.repeat(4097), { sensitive: false }, 'value_too_long_to_show'],
      ['short', {}, 'secret_too_short'],
      ['with\0nul-in-it', {}, 'secret_has_nul'],
      ['x'.repeat(120 * 1024 + 1), {}, 'secret_too_long'],
    ] as const;
    for (const [value, part, code] of cases) {
      const { fields } = problemsOf(withField(part), () => value);
      assert.deepEqual(fields, { 0: { value: faultMessages[code] } }, code);
    }
  });

  it('does not ask more of a value than its way out does', () => {
    assert.ok(isClean(problemsOf(withField({ sensitive: false }), () => 'anna')));
    assert.ok(isClean(problemsOf(withField({ inject: 'file' }), () => 'x'.repeat(200_000))));
    assert.ok(isClean(problemsOf(withField({ inject: 'totp' }), () => 'JBSW')));
    assert.ok(isClean(problemsOf({ ...form, tier: 'never' }, () => '1234')));
  });

  it('tells names and variables that are missing, malformed or taken', () => {
    const problem = (part: Partial<FieldText>) => problemsOf(withField(part), () => good).fields['0'];
    assert.deepEqual(Object.keys(problem({ name: '' }) ?? {}), ['name']);
    assert.deepEqual(Object.keys(problem({ name: 'a b' }) ?? {}), ['name']);
    assert.deepEqual(Object.keys(problem({ env: '1BAD' }) ?? {}), ['env']);
    assert.equal(problem({ env: '' }), undefined);
    assert.equal(problem({ env: 'A-B', inject: 'stdin' }), undefined);
    const twice = login.fields.map((field, at) => ({ ...field, name: at === 0 ? 'pin' : 'PIN', env: 'SAME' }));
    const { fields } = problemsOf({ ...login, fields: twice }, () => good);
    assert.deepEqual(Object.keys(fields['0'] ?? {}), ['name', 'env']);
    assert.deepEqual(Object.keys(fields['1'] ?? {}), ['name', 'env']);
    assert.ok(
      draftOf({ ...login, fields: twice }, () => good),
      'the broker would refuse it with a code of its own',
    );
  });

  it('takes no reference without a scheme and a place', () => {
    const problem = (reference: string) =>
      problemsOf(withField({ source: 'reference', reference }), () => '').fields['0'];
    for (const text of ['', 'op:', 'https://x', 'secret'])
      assert.deepEqual(Object.keys(problem(text) ?? {}), ['value'], text);
    assert.equal(problem('op://v/i/f'), undefined);
  });
});

describe('what the broker refused', () => {
  it('stands beside the one field it can be about', () => {
    assert.deepEqual(placeFault('secret_exists', form).about, { name: faultMessages.secret_exists });
    assert.deepEqual(placeFault('secret_too_plain', login).fields, { 1: { value: faultMessages.secret_too_plain } });
    assert.deepEqual(placeFault('value_too_long_to_show', login).fields, {
      0: { value: faultMessages.value_too_long_to_show },
    });
    assert.deepEqual(placeFault('env_dangerous', withField({ env: 'LD_PRELOAD' })).fields, {
      0: { env: faultMessages.env_dangerous },
    });
    const pointing = withField({ source: 'reference', reference: 'op:x' });
    assert.deepEqual(placeFault('reference_malformed', pointing).fields, {
      0: { value: faultMessages.reference_malformed },
    });
    const seed = { ...form, fields: fieldsOfKind('totp', 'a/b') };
    assert.deepEqual(placeFault('totp_malformed', seed).fields, { 0: { value: faultMessages.totp_malformed } });
  });

  it('stands below with their names when it can be about several, and alone when about none', () => {
    const both = placeFault('env_dangerous', login);
    assert.deepEqual(both.fields, {});
    assert.equal(both.rest, `${faultMessages.env_dangerous} Look at username, password.`);
    assert.equal(placeFault('totp_malformed', login).rest, faultMessages.totp_malformed);
    assert.equal(placeFault('disk_full', form).rest, faultMessages.disk_full);
    assert.deepEqual(placeFault(null, form), { about: {}, fields: {}, rest: null });
  });
});
