import type { ZipFiles } from './build-zip.ts';

/** A repository's content at one revision. */
export function sourceFiles(application: string, revisionId: string): ZipFiles {
  return {
    'README.md': `# ${application}\n\nBuilt by the release pipeline. Start with \`npm start\`; the service listens on port 8080.\n`,
    'src/server.js': serverSource(application),
    'src/routes/health.js': "export const health = (request, response) => response.json({ status: 'ok' });\n",
    'package.json': packageJson(application),
    'loadtest/plan.yaml': 'rampUpSeconds: 60\nvirtualUsers: 800\nthresholds:\n  p95Milliseconds: 800\n',
    'buildspec.yml':
      'version: 0.2\nphases:\n  build:\n    commands:\n      - npm ci\n      - npm run build\nartifacts:\n  files: ["**/*"]\n',
    REVISION: `${revisionId}\n`,
  };
}

/** What an ECR source gives: where the image is. https://docs.aws.amazon.com/codepipeline/latest/userguide/file-reference.html */
export function imageDetailFiles(image: Readonly<Record<string, string>>): ZipFiles {
  return { 'imageDetail.json': `${JSON.stringify(image, null, 2)}\n` };
}

/** What a build stage hands to a test: sources, a test report, the built thing. */
export function buildOutputFiles(application: string): ZipFiles {
  return {
    'README.md': `# ${application}\n\nBuilt by the release pipeline. Start with \`npm start\`; the service listens on port 8080.\n`,
    'src/server.js': serverSource(application),
    'src/routes/health.js': "export const health = (request, response) => response.json({ status: 'ok' });\n",
    'package.json': packageJson(application),
    'reports/junit.xml': junitReport(application),
    'loadtest/plan.yaml': 'rampUpSeconds: 60\nvirtualUsers: 800\nthresholds:\n  p95Milliseconds: 800\n',
    'public/index.html': `<!doctype html>\n<title>${application}</title>\n<h1>${application}</h1>\n`,
  };
}

/** What a test provider of AWS leaves behind. */
export function testReportFiles(application: string): ZipFiles {
  return { 'reports/junit.xml': junitReport(application) };
}

/** What a deployment or a function hands on: a JSON document of its outputs. */
export function deploymentOutputFiles(application: string): ZipFiles {
  const outputs = { ServiceName: application, ServiceUrl: `https://${application}.example.com` };
  return { 'outputs.json': `${JSON.stringify(outputs, null, 2)}\n` };
}

/** What a load test leaves behind. */
export function loadTestReportFiles(executionId: string): ZipFiles {
  const rows = Array.from({ length: 12 }, (_, minute) => `${minute},${400 + minute * 9},0.${minute % 4}`);
  return {
    'summary.json': `${JSON.stringify({ executionId, p95Milliseconds: 412, errorRate: 0.003 }, null, 2)}\n`,
    'timeline.csv': `minute,p95_ms,errors_percent\n${rows.join('\n')}\n`,
    'report.md': `# Load test ${executionId}\n\nThe 95th percentile stayed below the limit of 800 ms.\n`,
  };
}

function packageJson(application: string): string {
  return `${JSON.stringify({ name: application, version: '4.12.0', type: 'module' }, null, 2)}\n`;
}

function serverSource(application: string): string {
  return [
    "import { createServer } from 'node:http';",
    '',
    `const application = '${application}';`,
    '',
    'createServer((request, response) => {',
    "  response.setHeader('content-type', 'application/json');",
    '  response.end(JSON.stringify({ application, path: request.url }));',
    '}).listen(8080);',
    '',
  ].join('\n');
}

function junitReport(application: string): string {
  const cases = ['starts', 'answers health checks', 'refuses unknown paths', 'shuts down within a second'];
  const lines = cases.map(
    (name, at) => `    <testcase classname="server" name="${name}" time="0.${at + 1}12"/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${application}" tests="${cases.length}" failures="0" errors="0">`,
    ...lines,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
