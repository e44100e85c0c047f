import Pagination from '@cloudscape-design/components/pagination';
import { memo, type ReactElement } from 'react';

/** The pages of the table; drawn again only when their number or the present one changes. */
export const Pages = memo(function Pages(props: {
  page: number;
  pages: number;
  onPage: (page: number) => void;
}): ReactElement {
  return (
    <Pagination
      currentPageIndex={props.page}
      pagesCount={props.pages}
      onChange={({ detail }) => props.onPage(detail.currentPageIndex)}
    />
  );
});
