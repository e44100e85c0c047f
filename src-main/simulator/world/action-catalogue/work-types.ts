import type { ActionType } from '../action-types.ts';
import { awsType } from './entry.ts';
import type { Counts } from './entry.ts';

const build: { inputs: Counts; outputs: Counts } = { inputs: [1, 5], outputs: [0, 5] };
const codeBuild = {
  required: ['ProjectName'],
  optional: ['PrimarySource', 'EnvironmentVariables', 'BatchEnabled', 'CombineArtifacts'],
};

/**
 * Actions that build, test, invoke, compute or ask, from the action reference of the user guide
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html) and its table of artifact
 * counts (https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html).
 */
export const workTypes: readonly ActionType[] = [
  awsType('Build', 'CodeBuild', build, codeBuild),
  awsType(
    'Build',
    'ECRBuildAndPublish',
    { inputs: [1, 1], outputs: [0, 0] },
    { required: ['ECRRepositoryName'], optional: ['DockerFilePath', 'ImageTags', 'RegistryType'] },
    { needsV2: true },
  ),
  awsType('Test', 'CodeBuild', build, codeBuild),
  awsType(
    'Test',
    'DeviceFarm',
    { inputs: [1, 1], outputs: [0, 0] },
    {
      required: ['AppType', 'ProjectId', 'App', 'TestType', 'DevicePoolArn'],
      optional: [
        'Test',
        'FuzzEventCount',
        'FuzzEventThrottle',
        'FuzzRandomizerSeed',
        'RecordVideo',
        'RecordAppPerformanceData',
        'AppiumVersion',
        'TestSpec',
        'RadioBluetoothEnabled',
        'RadioGpsEnabled',
        'RadioNfcEnabled',
        'RadioWifiEnabled',
        'DeviceLatitude',
        'DeviceLongitude',
      ],
    },
  ),
  awsType(
    'Approval',
    'Manual',
    { inputs: [0, 0], outputs: [0, 0] },
    { optional: ['NotificationArn', 'CustomData', 'ExternalEntityLink'] },
  ),
  awsType(
    'Invoke',
    'Lambda',
    { inputs: [0, 5], outputs: [0, 5] },
    { required: ['FunctionName'], optional: ['UserParameters'] },
  ),
  awsType(
    'Invoke',
    'StepFunctions',
    { inputs: [0, 1], outputs: [0, 1] },
    { required: ['StateMachineArn'], optional: ['ExecutionNamePrefix', 'InputType', 'Input'] },
  ),
  awsType(
    'Invoke',
    'InspectorScan',
    { inputs: [0, 1], outputs: [0, 1] },
    {
      required: ['InspectorRunMode'],
      optional: [
        'ECRRepositoryName',
        'ImageTag',
        'CriticalThreshold',
        'HighThreshold',
        'MediumThreshold',
        'LowThreshold',
      ],
    },
  ),
  awsType(
    'Invoke',
    'CodePipeline',
    { inputs: [0, 0], outputs: [0, 0] },
    { required: ['PipelineName'], optional: ['SourceRevisions', 'Variables'] },
    { needsV2: true },
  ),
  awsType('Compute', 'Commands', { inputs: [1, 10], outputs: [0, 1] }, {}, { needsV2: true }),
];
