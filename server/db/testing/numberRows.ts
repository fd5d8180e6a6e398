/** A table for FROM whose column `seq` counts from 1 to `count`, on MySQL 8 and MariaDB alike. */
export const numberRows = (count: number): string =>
  `JSON_TABLE(CONCAT('[0', REPEAT(',0', ${count - 1}), ']'), '$[*]' COLUMNS (seq FOR ORDINALITY)) AS number_rows`
