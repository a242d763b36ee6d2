import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Settings } from '../../../app/contract/settings.ts';
import { clipboardChoices, hoursWords, idleChoices, secondsWords } from './setting-choices.ts';

const { shape } = Settings;

describe('what the settings offer', () => {
  it('is all allowed', () => {
    for (const minutes of idleChoices(null)) assert.ok(shape.idleMinutes.safeParse(minutes).success, String(minutes));
    for (const seconds of clipboardChoices(30))
      assert.ok(shape.clipboardSeconds.safeParse(seconds).success, String(seconds));
  });

  it('has what is set now in its place, once', () => {
    assert.deepEqual(idleChoices(7).slice(0, 5), [1, 2, 5, 7, 10]);
    assert.deepEqual(idleChoices(15), idleChoices(null));
    assert.ok(clipboardChoices(77).includes(77));
  });

  it('is said in words', () => {
    assert.equal(hoursWords(0.5), '30 minutes');
    assert.equal(hoursWords(1), '1 hour');
    assert.equal(hoursWords(1.5), '1 hour 30');
    assert.equal(hoursWords(24), '24 hours');
    assert.equal(secondsWords(45), '45 seconds');
    assert.equal(secondsWords(60), '1 minute');
    assert.equal(secondsWords(77), '77 seconds');
    assert.equal(secondsWords(300), '5 minutes');
  });
});
