// SPDX-License-Identifier: MIT
// Counts an extract of make_extract with DuckDB into the same cube as bench_national.
//   node duckdb.mjs EXTRACT LISTS THREADS [practices] [once] [parquet-out=FILE] [cells]
// One line of JSON. `EXTRACT` may be Parquet. With `once`, one row of each identifier.
import { DuckDBInstance } from '@duckdb/node-api';

const [extract, lists, threads, ...more] = process.argv.slice(2);
const has = (word) => more.includes(word);
const out = more.find((word) => word.startsWith('parquet-out='))?.slice('parquet-out='.length);
const columns = `{attendance_id: 'VARCHAR', patient_pseudo: 'VARCHAR', appt_date: 'DATE',
  attend_code: 'VARCHAR', first_attendance: 'VARCHAR', tfc: 'VARCHAR', main_spec: 'VARCHAR',
  provider_code: 'VARCHAR', site_code: 'VARCHAR', gp_practice: 'VARCHAR', hrg: 'VARCHAR',
  tariff_gbp: 'DECIMAL(12,2)', mff: 'VARCHAR', referral_source: 'VARCHAR', referral_date: 'VARCHAR',
  priority: 'VARCHAR', outcome: 'VARCHAR', procedure1: 'VARCHAR', diagnosis1: 'VARCHAR',
  sex: 'VARCHAR', age: 'VARCHAR', ethnic: 'VARCHAR', lsoa: 'VARCHAR', commissioner: 'VARCHAR',
  consultant: 'VARCHAR', admin_category: 'VARCHAR', medium: 'VARCHAR', clinic_name: 'VARCHAR'}`;
const source = extract.endsWith('.parquet')
  ? `read_parquet('${extract}')`
  : `read_csv('${extract}', header = true, delim = ',', quote = '"', escape = '"',
       auto_detect = false, ignore_errors = true, columns = ${columns})`;

const instance = await DuckDBInstance.create(':memory:', { threads });
const db = await instance.connect();
const version = (await db.runAndReadAll('SELECT version()')).getRows()[0][0];
const count = async (sql) => Number((await db.runAndReadAll(sql)).getRows()[0][0]);
let cells = 0;
let counted = 0;
if (out) {
  await db.run(`COPY (SELECT * FROM ${source}) TO '${out}' (FORMAT parquet)`);
} else {
  const practices = has('practices') ? 'practices' : 'members';
  // any_value, not the least: DuckDB's cheapest way to keep one row of each identifier.
  const rows = has('once')
    ? `(SELECT DISTINCT ON (attendance_id) * FROM ${source} WHERE attend_code IN ('5', '6'))`
    : source;
  await db.run(`CREATE TABLE cube AS
    SELECT m.member, r.tfc, date_trunc('month', r.appt_date) AS month, s.setting,
      CASE r.first_attendance WHEN '1' THEN 0 WHEN '2' THEN 1 ELSE 2 END AS kind,
      count(*) AS seen, sum(r.tariff_gbp) AS cost
    FROM ${rows} r
      JOIN read_csv('${lists}/${practices}.csv') m ON m.code = r.gp_practice
      JOIN read_csv('${lists}/sites.csv') s ON s.code = r.site_code
    WHERE r.attend_code IN ('5', '6')
    GROUP BY ALL`);
  cells = await count('SELECT count(*) FROM cube');
  counted = await count('SELECT sum(seen)::BIGINT FROM cube');
}
const usage = process.resourceUsage();
console.log(JSON.stringify({ version, cells, counted,
  processor: (usage.userCPUTime + usage.systemCPUTime) / 1e6, megabytes: usage.maxRSS / 1e3 }));
