import { listOf, mapOf, optional, structure } from '../constraints.ts';
import { integer, oneOf, text } from '../scalars.ts';
import {
  actionName,
  actionTypeId,
  artifactName,
  configurationKey,
  pipelineName,
  regionName,
  roleArn,
  stageName,
} from './names.ts';
import { beforeEntry, commands, onFailure, onSuccess } from './conditions.ts';
import { triggers } from './triggers.ts';

/*
 * PipelineDeclaration, from the outside in at the end of the file. What only the whole declaration can show
 * (names that repeat, artifacts nobody makes) is checked in world/pipelines.
 */

/** The name of a variable of the pipeline. */
export const pipelineVariableName = text({ min: 1, max: 128, pattern: /[A-Za-z0-9@\-_]+/ });

/** A variable's value, of one line. */
export const pipelineVariableValue = text({ min: 1, max: 1000, pattern: /.*/ });

const artifactStore = structure({
  type: oneOf('S3'),
  location: text({ min: 3, max: 63, pattern: /[a-zA-Z0-9\-\.]+/ }),
  encryptionKey: optional(structure({ id: text({ min: 1, max: 400 }), type: oneOf('KMS') })),
});

const environmentVariable = structure({
  name: text({ min: 1, max: 128, pattern: /[A-Za-z0-9_]+/ }),
  value: text({ min: 1, max: 2000, pattern: /.*/ }),
  type: optional(oneOf('PLAINTEXT', 'SECRETS_MANAGER')),
});

const outputArtifact = structure({
  name: artifactName,
  files: optional(listOf(text({ min: 1, max: 128 }), { min: 1, max: 10 })),
});

/**
 * The published model says 1,000 characters for a value; the service itself has been seen to take 50,000
 * (its own message in https://github.com/hashicorp/terraform-provider-aws/issues/41023). The model counts here.
 */
const actionConfiguration = mapOf(configurationKey, text({ min: 1, max: 1000 }), { sensitive: true });

const action = structure({
  name: actionName,
  actionTypeId,
  runOrder: optional(integer({ min: 1, max: 999 })),
  configuration: optional(actionConfiguration),
  commands: optional(commands),
  outputArtifacts: optional(listOf(outputArtifact)),
  inputArtifacts: optional(listOf(structure({ name: artifactName }))),
  outputVariables: optional(listOf(text({ min: 1, max: 128 }), { min: 1, max: 15 })),
  roleArn: optional(roleArn),
  region: optional(regionName),
  namespace: optional(text({ min: 1, max: 100, pattern: /[A-Za-z0-9@\-_]+/ })),
  timeoutInMinutes: optional(integer({ min: 5, max: 86_400 })),
  environmentVariables: optional(listOf(environmentVariable, { min: 1, max: 10 })),
});

const stage = structure({
  name: stageName,
  blockers: optional(listOf(structure({ name: text({ min: 1, max: 100 }), type: oneOf('Schedule') }))),
  actions: listOf(action),
  onFailure: optional(onFailure),
  onSuccess: optional(onSuccess),
  beforeEntry: optional(beforeEntry),
});

const variable = structure({
  name: pipelineVariableName,
  defaultValue: optional(pipelineVariableValue),
  description: optional(text({ min: 0, max: 200, pattern: /.*/ })),
});

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html */
export const pipelineDeclaration = structure({
  name: pipelineName,
  roleArn,
  artifactStore: optional(artifactStore),
  artifactStores: optional(mapOf(regionName, artifactStore)),
  stages: listOf(stage),
  version: optional(integer({ min: 1 })),
  executionMode: optional(oneOf('QUEUED', 'SUPERSEDED', 'PARALLEL')),
  pipelineType: optional(oneOf('V1', 'V2')),
  variables: optional(listOf(variable, { max: 50 })),
  triggers: optional(triggers),
});
