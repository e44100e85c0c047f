import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState, type ReactElement } from 'react';
import type { ThirdParty } from '#shared/domain/third-party.ts';
import { useAnswer } from '#renderer/bridge/queries.ts';
import { EmptyState, ErrorState, LoadingState } from '#renderer/ui/page-state.tsx';

type Package = ThirdParty['packages'][number];

/** Every package of others that is in this program: name, version, licence, and its text on opening. */
export function LicencesDialog({ onClose }: { onClose: () => void }): ReactElement {
  const answer = useAnswer('about.licences', null);
  return (
    <Modal
      visible
      size="large"
      header="Third-party licences"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </Box>
      }
    >
      {answer.isPending && <LoadingState what="the licences" />}
      {answer.error && (
        <ErrorState
          title="The licences could not be read"
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      )}
      {answer.data && <Licences {...answer.data} />}
    </Modal>
  );
}

function Licences({ packages, texts }: ThirdParty): ReactElement {
  const [typed, setTyped] = useState('');
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = packages.filter(({ name, version, licence }) => {
    const line = `${name} ${version} ${licence}`.toLowerCase();
    return words.every((word) => line.includes(word));
  });
  return (
    <SpaceBetween size="s">
      <p className="ad-muted">
        The same is in the file THIRD-PARTY-LICENSES.txt of the installed program. Electron and Chromium name
        theirs in LICENSE.electron.txt and LICENSES.chromium.html beside it.
      </p>
      <TextFilter
        filteringText={typed}
        filteringPlaceholder="Name, version or licence"
        filteringAriaLabel="Find a package"
        countText={`${shown.length} of ${packages.length}`}
        onChange={({ detail }) => setTyped(detail.filteringText)}
      />
      {shown.length === 0 ? (
        <EmptyState title="No package matches" text="Nothing fits these words." />
      ) : (
        <ul className="ad-licences" aria-label="Packages">
          {shown.map((one) => (
            <li key={`${one.name} ${one.version}`}>
              <Licence one={one} texts={texts} />
            </li>
          ))}
        </ul>
      )}
    </SpaceBetween>
  );
}

function Licence({ one, texts }: { one: Package; texts: readonly string[] }): ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <ExpandableSection
      headerText={
        <span className="ad-licence-name">
          {one.name} {one.version} <span className="ad-muted">{one.licence}</span>
        </span>
      }
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && (
        <pre className="ad-mono ad-wrap ad-licence">{one.texts.map((at) => texts[at]).join('\n\n')}</pre>
      )}
    </ExpandableSection>
  );
}
