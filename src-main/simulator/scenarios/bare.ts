import { emptyScenario } from './empty.ts';
import { northwindActionTypes, northwindClients } from './northwind.ts';
import type { Scenario } from './scenario.ts';

/** The practice vendor with its action types and customers, and not one job. */
export const bareScenario: Scenario = {
  ...emptyScenario,
  name: 'bare',
  summary: 'a vendor with its action types and customers, and not one job',
  actionTypes: northwindActionTypes,
  clients: Object.values(northwindClients),
};
