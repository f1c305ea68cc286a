// SPDX-License-Identifier: MIT
// Counts an extract of make_extract with ClickHouse (chdb) into the same cube as bench_national.
//   node clickhouse.mjs EXTRACT LISTS THREADS [practices] [once]
// One line of JSON. With `once`, one row of each identifier.
import chdb from 'chdb';

const [extract, lists, threads, ...more] = process.argv.slice(2);
const has = (word) => more.includes(word);
const text = ['attendance_id', 'patient_pseudo', 'attend_code', 'first_attendance', 'tfc', 'main_spec',
  'provider_code', 'site_code', 'gp_practice', 'hrg', 'mff', 'referral_source', 'referral_date',
  'priority', 'outcome', 'procedure1', 'diagnosis1', 'sex', 'age', 'ethnic', 'lsoa', 'commissioner',
  'consultant', 'admin_category', 'medium', 'clinic_name'];
const columns = [...text.map((name) => `${name} String`), 'appt_date Date',
  'tariff_gbp Decimal(12, 2)'].join(', ');
const source = `file('${extract}', 'CSVWithNames', '${columns}')`;
// any row, not the least: the cheapest way to keep one of each identifier.
const rows = has('once')
  ? `(SELECT * FROM ${source} WHERE attend_code IN ('5', '6') LIMIT 1 BY attendance_id)`
  : source;
const practices = has('practices') ? 'practices' : 'members';
const list = (name, second) =>
  `file('${lists}/${name}.csv', 'CSVWithNames', 'code String, ${second} String')`;
const sql = `SELECT count(), sum(seen), sum(cost) FROM (
    SELECT m.member, r.tfc, toStartOfMonth(r.appt_date) AS month, s.setting,
      multiIf(r.first_attendance = '1', 0, r.first_attendance = '2', 1, 2) AS kind,
      count() AS seen, sum(r.tariff_gbp) AS cost
    FROM ${rows} AS r
      INNER JOIN ${list(practices, 'member')} AS m ON m.code = r.gp_practice
      INNER JOIN ${list('sites', 'setting')} AS s ON s.code = r.site_code
    WHERE r.attend_code IN ('5', '6')
    GROUP BY m.member, r.tfc, month, s.setting, kind)
  SETTINGS max_threads = ${threads}, input_format_allow_errors_ratio = 0.01,
    input_format_allow_errors_num = 1000000`;
const version = chdb.query('SELECT version()', 'TSV').trim();
const [cells, counted] = chdb.query(sql, 'TSV').trim().split('\t').map(Number);
const usage = process.resourceUsage();
console.log(JSON.stringify({ version, cells, counted,
  processor: (usage.userCPUTime + usage.systemCPUTime) / 1e6, megabytes: usage.maxRSS / 1e3 }));
