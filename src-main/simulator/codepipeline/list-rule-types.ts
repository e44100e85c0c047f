import { ruleTypes } from '../world/action-catalogue/rule-types.ts';
import { defineOperation } from './operation.ts';
import { listRuleTypesInput } from './shapes/action-types.ts';
import { ruleTypeView } from './views/action-type-view.ts';
import type { ListRuleTypesOutput } from '@aws-sdk/client-codepipeline';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListRuleTypes.html
 * The same in every region, and all of them AWS's.
 */
export const listRuleTypes = defineOperation(
  'ListRuleTypes',
  listRuleTypesInput,
  (): ListRuleTypesOutput => ({
    ruleTypes: [...ruleTypes.values()].map(ruleTypeView),
  }),
);
