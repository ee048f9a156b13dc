import { invalid, unsupported } from '../field-error.ts';
import { defineRule } from '../rule.ts';
import { spellingFix } from '../spelling.ts';

const effects: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** Source: pkg/apis/core/validation/validation.go (ValidateTolerations, validateTaintEffect) */
export default defineRule({
  id: 'scheduling-toleration-effect',
  covers: ['SCH-02'],
  summary: 'A toleration has one of three effects or none; with tolerationSeconds it is NoExecute.',
  docs: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions',
  severity: 'error',
  on: 'core.v1.Toleration',
  *check({ effect: written, tolerationSeconds }, site) {
    const effect: string = written ?? '';
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      yield invalid(site.at('effect'), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    if (effect !== '' && !effects.includes(effect)) yield unsupported(site.at('effect'), effect, effects);
  },
  fix(error) {
    if (error.type === 'Unsupported value') return spellingFix(error, effects);
    return { title: 'Change to NoExecute', edits: [{ do: 'set', path: error.path, value: 'NoExecute' }] };
  },
});
