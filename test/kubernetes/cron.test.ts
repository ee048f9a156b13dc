import { describe, expect, it } from 'vitest';
import { parseCron } from '../../server/src/kubernetes/cron.ts';

const errorOf = (text: string): string | undefined => {
  const result = parseCron(text);
  return result.ok ? undefined : result.error;
};

const scheduleOf = (text: string): unknown => {
  const result = parseCron(text);
  return result.ok ? result.schedule : result.error;
};

// Cases of parser_test.go of github.com/robfig/cron/v3
describe('parseCron', () => {
  it.each([
    ['* 5 j * *', 'failed to parse int from j: strconv.Atoi: parsing "j": invalid syntax'],
    ['@every Xm', 'failed to parse duration @every Xm: time: invalid duration "Xm"'],
    ['@every 5', 'failed to parse duration @every 5: time: missing unit in duration "5"'],
    ['@every 5d', 'failed to parse duration @every 5d: time: unknown unit "d" in duration "5d"'],
    ['@unrecognized', 'unrecognized descriptor: @unrecognized'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['* *  * * * *', 'expected exactly 5 fields, found 6: [* * * * * *]'],
    ['', 'empty spec string'],
    ['5--5 * * * *', 'too many hyphens: 5--5'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['jan-x * * * *', 'failed to parse int from jan: strconv.Atoi: parsing "jan": invalid syntax'],
    ['*/2/3 * * * *', 'too many slashes: */2/3'],
    ['1/-2 * * * *', 'negative number (-2) not allowed: -2'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['1-60 * * * *', 'end of range (60) above maximum (59): 1-60'],
    ['5-3 * * * *', 'beginning of range (5) beyond end of range (3): 5-3'],
    [
      '99999999999999999999 * * * *',
      'failed to parse int from 99999999999999999999: strconv.Atoi: parsing "99999999999999999999": value out of range',
    ],
    ['TZ=0', 'invalid schedule format: runtime error: slice bounds out of range [:-1]'],
    ['CRON_TZ=Nowhere * * * * *', 'provided bad location Nowhere: unknown time zone Nowhere'],
  ])('refuses %j', (text, error) => {
    expect(errorOf(text)).toBe(error);
  });

  it.each([
    ['5', [5], false],
    ['5,6', [5, 6], false],
    ['5-7', [5, 6, 7], false],
    ['5-6/2', [5], false],
    ['50/5', [50, 55], false],
    ['5-11/2', [5, 7, 9, 11], false],
    ['*/30', [0, 30], false],
    [',', [], false],
    ['1-3,2-4', [1, 2, 3, 4], false],
  ])('reads the minutes %s', (minute, values, isAny) => {
    expect(scheduleOf(`${minute} * * * *`)).toMatchObject({ minute: { values, isAny }, hour: { isAny: true } });
  });

  it.each([
    ['@hourly', '0 * * * *'],
    ['@daily', '0 0 * * *'],
    ['@midnight', '0 0 * * *'],
    ['@weekly', '0 0 * * 0'],
    ['@monthly', '0 0 1 * *'],
    ['@yearly', '0 0 1 1 *'],
    ['@annually', '0 0 1 1 *'],
    ['TZ=Europe/Berlin 5 * * * *', '5 * * * *'],
    ['0 0 ? dec SUN', '0 0 * 12 0'],
  ])('reads %s as %s', (text, meaning) => {
    expect(scheduleOf(text)).toEqual(scheduleOf(meaning));
  });

  it.each([
    ['@every 5m', 300],
    ['@every 1h30m10.9s', 5410],
    ['@every 100ms', 1],
    ['@every -5m', 1],
  ])('reads %s as every %i seconds', (text, everySeconds) => {
    expect(scheduleOf(text)).toEqual({ everySeconds });
  });
});
