import type { ActionType } from '../action-types.ts';
import { awsType } from './entry.ts';
import type { Counts } from './entry.ts';

const oneIn: { inputs: Counts; outputs: Counts } = { inputs: [1, 1], outputs: [0, 0] };

const stackSetPace = [
  'FailureTolerancePercentage',
  'FailureToleranceCount',
  'MaxConcurrentPercentage',
  'MaxConcurrentCount',
  'CallAs',
];

/**
 * Deploy actions, from the action reference of the user guide
 * (https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html). OpsWorks, which AWS has
 * ended, is left out.
 */
export const deployTypes: readonly ActionType[] = [
  awsType('Deploy', 'S3', oneIn, {
    required: ['BucketName', 'Extract'],
    optional: ['ObjectKey', 'KMSEncryptionKeyARN', 'CannedACL', 'CacheControl'],
  }),
  awsType('Deploy', 'CodeDeploy', oneIn, { required: ['ApplicationName', 'DeploymentGroupName'] }),
  awsType(
    'Deploy',
    'CodeDeployToECS',
    { inputs: [1, 5], outputs: [0, 0] },
    {
      required: [
        'ApplicationName',
        'DeploymentGroupName',
        'TaskDefinitionTemplateArtifact',
        'AppSpecTemplateArtifact',
      ],
      optional: [
        'TaskDefinitionTemplatePath',
        'AppSpecTemplatePath',
        ...[1, 2, 3, 4].flatMap((n) => [`Image${n}ArtifactName`, `Image${n}ContainerName`]),
      ],
    },
  ),
  awsType(
    'Deploy',
    'CloudFormation',
    { inputs: [0, 10], outputs: [0, 1] },
    {
      required: ['ActionMode', 'StackName'],
      optional: [
        'Capabilities',
        'ChangeSetName',
        'OutputFileName',
        'ParameterOverrides',
        'RoleArn',
        'TemplateConfiguration',
        'TemplatePath',
      ],
    },
  ),
  awsType(
    'Deploy',
    'CloudFormationStackSet',
    { inputs: [1, 10], outputs: [0, 0] },
    {
      required: ['StackSetName', 'TemplatePath'],
      optional: [
        'Description',
        'Parameters',
        'Capabilities',
        'PermissionModel',
        'AdministrationRoleArn',
        'ExecutionRoleName',
        'OrganizationsAutoDeployment',
        'DeploymentTargets',
        'Regions',
        ...stackSetPace,
      ],
    },
  ),
  awsType(
    'Deploy',
    'CloudFormationStackInstances',
    { inputs: [0, 10], outputs: [0, 0] },
    {
      required: ['StackSetName', 'DeploymentTargets', 'Regions'],
      optional: ['ParameterOverrides', ...stackSetPace],
    },
  ),
  awsType('Deploy', 'ECS', oneIn, {
    required: ['ClusterName', 'ServiceName'],
    optional: ['FileName', 'DeploymentTimeout'],
  }),
  awsType('Deploy', 'ElasticBeanstalk', oneIn, { required: ['ApplicationName', 'EnvironmentName'] }),
  awsType('Deploy', 'ServiceCatalog', oneIn, {
    required: ['ProductId'],
    optional: [
      'TemplateFilePath',
      'ProductVersionName',
      'ProductType',
      'ProductVersionDescription',
      'ConfigurationFilePath',
    ],
  }),
  awsType('Deploy', 'AppConfig', oneIn, {
    required: [
      'Application',
      'Environment',
      'ConfigurationProfile',
      'InputArtifactConfigurationPath',
      'DeploymentStrategy',
    ],
  }),
  awsType(
    'Deploy',
    'EKS',
    oneIn,
    {
      required: ['ClusterName'],
      optional: [
        'HelmReleaseName',
        'HelmChartLocation',
        'HelmValuesFiles',
        'ManifestFiles',
        'Namespace',
        'Subnets',
        'SecurityGroupIds',
      ],
    },
    { needsV2: true },
  ),
  awsType(
    'Deploy',
    'EC2',
    oneIn,
    {
      required: ['InstanceTagKey', 'InstanceType'],
      optional: [
        'InstanceTagValue',
        'TargetDirectory',
        'DeploySpec',
        'MaxBatch',
        'MaxError',
        'TargetGroupNameList',
        'PreScript',
        'PostScript',
      ],
    },
    { needsV2: true },
  ),
  awsType(
    'Deploy',
    'Lambda',
    { inputs: [0, 1], outputs: [0, 0] },
    {
      required: ['FunctionName'],
      optional: ['FunctionAlias', 'PublishedTargetVersion', 'DeployStrategy', 'Alarms'],
    },
    { needsV2: true },
  ),
  awsType(
    'Deploy',
    'AlexaSkillsKit',
    { inputs: [1, 2], outputs: [0, 0] },
    {
      required: ['ClientId', 'ClientSecret', 'RefreshToken', 'SkillId'],
      secret: ['ClientSecret', 'RefreshToken'],
    },
    { owner: 'ThirdParty' },
  ),
];
