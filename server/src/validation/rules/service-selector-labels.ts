import { labelValue, qualifiedName } from '../../kubernetes/names.ts';
import { invalid } from '../field-error.ts';
import { defineRule } from '../rule.ts';

/** Source: pkg/apis/core/validation/validation.go (validateService), ValidateLabels of apimachinery */
export default defineRule({
  id: 'service-selector-labels',
  covers: ['SVC-03'],
  summary: 'The selector of a Service is made of labels.',
  docs: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set',
  severity: 'error',
  on: 'core.v1.ServiceSpec',
  *check({ selector = {} }, site) {
    for (const [key, value = ''] of Object.entries(selector)) {
      const place = { path: site.at('selector', key), field: `${site.field}.selector` };
      for (const complaint of qualifiedName(key)) yield invalid(place, key, complaint);
      for (const complaint of labelValue(value)) yield invalid(place, value, complaint);
    }
  },
});
