/** The order of triggers, by their texts. */
import test from 'ava';
import fc from 'fast-check';
import type { Definition } from '../../src/programs/program.js';
import { inTriggerOrder, withoutOrder } from '../../src/programs/trigger-order.js';
import { wayBack } from '../../src/programs/way-back.js';

const trigger = (name: string, order: string): Definition => ({
  ...{ kind: 'trigger', name, definer: 'd@h' },
  create: `CREATE TRIGGER \`${name}\` BEFORE INSERT ON t\nFOR EACH ROW${order}\n/* of ${name} */ SET NEW.n = 1`,
  settings: { sqlMode: '', characterSet: 'utf8mb4', collation: 'utf8mb4_general_ci' },
});

const made = (definition: Definition) => ({
  kind: definition.kind,
  name: definition.name,
  before: null,
  after: definition,
});

test('a trigger is the same wherever it runs among others', t => {
  const alone = withoutOrder(trigger('x', ''));
  t.deepEqual(withoutOrder(trigger('x', ' FOLLOWS `a b`')), alone);
  t.deepEqual(withoutOrder(trigger('x', ' PRECEDES y')), alone);
  t.notDeepEqual(withoutOrder(trigger('y', ' FOLLOWS x')), alone);
});

test('a trigger is made behind the one that it follows, however they are given', t => {
  const chain = fc.uniqueArray(
    fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', '`') }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(chain, fc.infiniteStream(fc.nat()), (names, numbers) => {
      const quoted = (name: string) => name.replaceAll('`', '``');
      const inOrder = names.map((name, index) => {
        const previous = names[index - 1];
        const text = trigger(name, previous === undefined ? '' : ` FOLLOWS \`${quoted(previous)}\``);
        return made({ ...text, create: text.create.replace(`\`${name}\``, `\`${quoted(name)}\``) });
      });
      const shuffled = [...inOrder]
        .map(one => [numbers.next().value ?? 0, one] as const)
        .sort(([x], [y]) => x - y)
        .map(([, one]) => one);
      t.deepEqual(inTriggerOrder(shuffled), inOrder);
    }),
  );
});

test('on the way back functions come first and what goes goes last, views before what they call', t => {
  const change = (kind: Definition['kind'], name: string, back: boolean) => {
    const definition = { ...trigger(name, ''), kind };
    return { kind, name, before: back ? null : definition, after: back ? definition : null };
  };
  const changes = [
    change('view', 'v', true),
    change('function', 'gone', false),
    change('view', 'gone', false),
    change('event', 'e', true),
    change('function', 'f', true),
  ];
  t.deepEqual(
    wayBack(changes).map(({ kind, name }) => `${kind} ${name}`),
    ['function f', 'view v', 'event e', 'view gone', 'function gone'],
  );
});
