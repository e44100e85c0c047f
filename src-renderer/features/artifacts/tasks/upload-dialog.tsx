import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Modal from '@cloudscape-design/components/modal';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState, type ReactElement } from 'react';
import type { RunArtifacts } from '#shared/domain/artifact.ts';
import { nameToType } from '#shared/domain/protection.ts';
import { useAnswer, useChange } from '#renderer/bridge/queries.ts';
import { sentenceOf } from '#renderer/bridge/request.ts';
import { CallPreview } from '#renderer/run-acts/call-preview.tsx';
import { GivenFields, givenOf, isGiven, NOTHING_GIVEN } from '#renderer/run-acts/given-fields.tsx';
import { useProtection } from '#renderer/run-acts/use-protection.ts';
import '#renderer/run-acts/act-dialog.css';
import { DialogFooter } from '#renderer/ui/dialog-footer.tsx';
import { uploadCalls } from './upload-call.ts';

/** Puts a file as an output artifact of a run: which one, what it replaces, the exact call, and what a protected place asks. */
export function UploadDialog({ of, onClose }: { of: RunArtifacts; onClose: () => void }): ReactElement {
  const outputs = of.artifacts.filter(({ direction, place }) => direction === 'output' && place !== null);
  const [name, setName] = useState(outputs[0]?.name ?? '');
  const [replace, setReplace] = useState(false);
  const [given, setGiven] = useState(NOTHING_GIVEN);
  const upload = useChange('artifacts.upload', ['artifacts.tasks']);
  const detail = useAnswer('runs.get', { id: of.runId }).data;
  const { protection, readOnly } = useProtection();
  const isProtected = protection === 'protected';
  const artifact = outputs.find((one) => one.name === name);
  const typed = detail ? nameToType(detail.run) : null;
  const blocked = of.whyNoJobCredentials ?? readOnly;
  const submit = (): void =>
    upload.mutate(
      { runId: of.runId, artifactName: name, replace, ...givenOf(given) },
      { onSuccess: ({ taskId }) => taskId !== null && onClose() },
    );
  return (
    <Modal
      visible
      header="Upload an output artifact"
      onDismiss={onClose}
      footer={
        <DialogFooter
          onLeave={onClose}
          act={{
            label: 'Choose a file…',
            testId: 'upload-choose',
            busy: upload.isPending,
            disabled: blocked !== null || !artifact || !isGiven(given, isProtected, typed),
            onAct: submit,
          }}
        />
      }
    >
      <SpaceBetween size="m">
        <FormField
          label="Output artifact"
          description="The job’s own credentials put it, where the job says that it belongs."
        >
          <Select
            selectedOption={{ value: name }}
            options={outputs.map((one) => ({ value: one.name }))}
            onChange={({ detail: { selectedOption } }) => setName(selectedOption.value ?? '')}
          />
        </FormField>
        <Checkbox
          checked={replace}
          data-testid="upload-replace"
          description="Unless this is ticked, an object that is there already stays, and the upload is refused."
          onChange={({ detail: { checked } }) => setReplace(checked)}
        >
          Replace what is there
        </Checkbox>
        {artifact && detail && (
          <CallPreview
            calls={uploadCalls(artifact, of.encryptionKeyId)}
            note="HeadObject before it tells whether something is there. A large file goes in parts: CreateMultipartUpload with the same encryption, UploadPart, CompleteMultipartUpload."
            region={detail.run.region}
          />
        )}
        <GivenFields
          given={given}
          isProtected={isProtected}
          name={typed}
          onGiven={(change) => setGiven((present) => ({ ...present, ...change }))}
        />
        {blocked && (
          <Alert type="warning" header="Not possible now" data-testid="upload-blocked">
            {blocked}
          </Alert>
        )}
        {upload.error && (
          <Alert type="error" header="Not uploaded">
            {sentenceOf(upload.error)}
          </Alert>
        )}
      </SpaceBetween>
    </Modal>
  );
}
