/** What the name of a survey hangs on: all that decides how a program is read, and nothing else. */
import test from 'ava';
import type { Structure } from '../../src/plan/structure.js';
import type { Definition, Deployed, Wanted } from '../../src/programs/program.js';
import { nameFiles, proveSurvey } from '../../src/programs/survey-proof.js';
import { structure, table } from '../helpers/structures.js';

const settings = { sqlMode: 'ANSI', characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };
const definition: Definition = {
  ...{ kind: 'procedure', name: 'p', create: 'CREATE PROCEDURE p() SELECT 1', definer: 'a@b', settings },
};
const other: Definition = { ...definition, name: 'q' };
const wanted: Wanted = {
  ...{ ...definition, text: definition.create, file: 'p.sql', line: 1, column: 1 },
};
const live = { series: '10.11' };
const ground = { live, structure: structure(table('t', [])) };

const nameOf = (
  active: readonly Deployed[] = [definition, other],
  passive: readonly Deployed[] = [definition, other],
  on: { readonly live: unknown; readonly structure: Structure } = ground,
): string | null => proveSurvey(nameFiles([wanted]), on, [active, passive])?.all ?? null;

test('files have the same name wherever their programs stand, and another for whatever they say', t => {
  const name = nameFiles([wanted]);
  t.is(nameFiles([{ ...wanted, file: 'other.sql', line: 7, column: 3 }]), name);
  const others: readonly Partial<Wanted>[] = [
    { kind: 'function' },
    { name: 'q' },
    { create: 'CREATE PROCEDURE p() SELECT 2' },
    { definer: null },
    { settings: { ...settings, sqlMode: '' } },
    { settings: { ...settings, timeZone: '+00:00' } },
  ];
  for (const change of others) t.not(nameFiles([{ ...wanted, ...change }]), name, JSON.stringify(change));
  t.not(nameFiles([wanted, wanted]), name);
});

test('the order in which programs and their parts were read does not matter', t => {
  const { create, definer, name, kind } = definition;
  t.is(nameOf([other, { settings, definer, create, name, kind }]), nameOf());
});

test('whatever one of the servers has otherwise gives another name', t => {
  const changed: readonly Definition[] = [
    { ...definition, create: 'CREATE PROCEDURE p() SELECT 2' },
    { ...definition, definer: 'b@b' },
    { ...definition, settings: { ...settings, sqlMode: '' } },
    { ...definition, settings: { ...settings, characterSet: 'latin1' } },
    { ...definition, settings: { ...settings, collation: 'utf8mb4_general_ci' } },
    { ...definition, settings: { ...settings, timeZone: 'SYSTEM' } },
    { ...definition, kind: 'function' },
  ];
  const names = [
    nameOf(),
    ...changed.flatMap(one => [nameOf([one, other]), nameOf(undefined, [one, other])]),
  ];
  names.push(nameOf([definition]), nameOf(undefined, [definition]));
  names.push(nameOf(undefined, undefined, { ...ground, live: { series: '11.8' } }));
  names.push(nameOf(undefined, undefined, { live, structure: structure(table('u', [])) }));
  t.is(new Set(names).size, names.length);
});

test('programs in a structure are among those that were read: they give it no other name', t => {
  const others = { 'view:v': 'CREATE VIEW v AS SELECT 1', 'trigger:x': 'x', 'event:e': 'e' };
  t.is(nameOf(undefined, undefined, { live, structure: { ...ground.structure, others } }), nameOf());
  const sequence = { ...ground.structure, others: { 'sequence:s': 'CREATE SEQUENCE s' } };
  t.not(nameOf(undefined, undefined, { live, structure: sequence }), nameOf());
});

test('there is no name where a program is hidden, or a view reads another database', t => {
  t.is(nameOf([definition, { kind: 'procedure', name: 'q', hidden: true }]), null);
  const view: Definition = {
    ...{ kind: 'view', name: 'v', definer: 'a@b', settings },
    create: 'CREATE VIEW `v` AS select `t`.`id` AS `id` from `elsewhere`.`t`',
  };
  t.is(nameOf(undefined, [definition, view]), null);
  t.not(nameOf(undefined, [{ ...view, create: view.create.replace('`elsewhere`.', '') }]), null);
});
