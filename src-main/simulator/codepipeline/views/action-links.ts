import type { ActionTypeId, RuleTypeId } from '@aws-sdk/client-codepipeline';
import { findActionType } from '../../world/action-types.ts';
import type { ActionType } from '../../world/action-types.ts';
import type { World } from '../../world/world.ts';
import { consoleLinks } from './console-links.ts';
import type { ConsoleLinks } from './console-links.ts';

/** What an action's or a rule's links depend on. The configuration has its variables filled in. */
export interface Linked {
  readonly typeId: ActionTypeId | RuleTypeId | undefined;
  readonly region: string;
  readonly configuration: Readonly<Record<string, string>>;
}

type Link = keyof ConsoleLinks;
type Template = 'entityUrlTemplate' | 'executionUrlTemplate' | 'revisionUrlTemplate';

const templates: Record<Link, Template> = {
  entity: 'entityUrlTemplate',
  execution: 'executionUrlTemplate',
  revision: 'revisionUrlTemplate',
};

/**
 * Where people look at an action. Types with job workers have URL templates, of which `{ExternalExecutionId}`
 * and `{Config:Name}` are filled with URL-encoded values; undefined without a template, and while a placeholder
 * has no value. Manual approvals lead to what is to be reviewed. `id` is the external execution or the revision.
 */
export function linkOf(world: World, link: Link, linked: Linked, id = ''): string | undefined {
  const { typeId, region, configuration } = linked;
  if (!typeId?.provider) return undefined;
  if ('category' in typeId && typeId.category === 'Approval') {
    return link === 'entity' ? configuration.ExternalEntityLink : undefined;
  }
  const builder = consoleLinks.get(typeId.provider)?.[link];
  if (typeId.owner === 'AWS' || typeId.provider === 'GitHub') {
    return builder?.({ region, accountId: world.accountId, configuration, id });
  }
  const type = findActionType(world.actionTypes, typeId as ActionTypeId, region);
  return fill(type?.[templates[link]], configuration, id);
}

function fill(
  template: ActionType[Template] | undefined,
  configuration: Readonly<Record<string, string>>,
  id: string,
): string | undefined {
  if (!template) return undefined;
  let isWhole = true;
  const url = template.replace(
    /\{(ExternalExecutionId|Config:([^{}]+))\}/g,
    (_all, what: string, key?: string) => {
      const value = key === undefined ? id : configuration[key];
      if (!value) isWhole = false;
      return encodeURIComponent(value ?? what);
    },
  );
  return isWhole ? url : undefined;
}
