"""Prisma schemas, migrations in TypeScript, edge functions."""

import pytest

from tests.collect.inventory.schema.conftest import Discover

PRISMA = """
datasource db { provider = "postgresql" }
enum Role { ADMIN USER }
model User {
  id     Int      @id @default(autoincrement())
  mail   String   @unique @db.VarChar(99) // model No { }
  role   Role     @default(USER)
  made   DateTime @default(now()) @map("made_at") @db.Timestamptz(6)
  posts  Post[]
  tags   Tag[]
}
model Post {
  userId Int
  n      Int
  body   String?
  user   User @relation(fields: [userId], references: [id])
  @@id([userId, n])
  @@map("posts")
  @@schema("blog")
}
model Tag { // one line is not enough
  id    String @id @db.Uuid
  users User[]
}
view Report {
  id Int
}
"""


def test_prisma_schema(discover: Discover) -> None:
    found = discover({"prisma/schema.prisma": PRISMA})
    assert found.names("table") == ["blog.posts", "public.Tag", "public.User", "public._TagToUser"]
    assert found.names("view") == ["public.Report"]
    assert found.columns("public.User") == {
        "id": "integer", "mail": "character varying(99)", "role": "Role", "made_at": "timestamp(6) with time zone",
    }  # fmt: skip
    assert found.columns("blog.posts") == {"userId": "integer", "n": "integer", "body": "text?"}
    assert (found.one("blog.posts").line, found.one("blog.posts").language) == (12, "prisma")


def test_a_document_database_has_no_tables(discover: Discover) -> None:
    schema = 'datasource db {\n  provider = "mongodb"\n}\nmodel User {\n  id String @id @map("_id")\n}\n'
    assert discover({"prisma/schema.prisma": schema}).items == ()


SCRIPTS = [
    pytest.param(
        "export class A1 implements MigrationInterface {\n  async up(queryRunner: QueryRunner): Promise<void> {\n"
        '    await queryRunner.query(`CREATE TABLE "a" ("id" uuid NOT NULL, CONSTRAINT "p" PRIMARY KEY '
        '("id"))`);\n'
        "    await queryRunner.createTable(new Table({ name: 'b', columns: [{ name: 'id', type: 'int', "
        "isPrimary: true }] }), true);\n"
        '  }\n  async down(queryRunner: QueryRunner) { await queryRunner.query(`DROP TABLE "a"`); }\n}\n',
        {"public.a": {"id": "uuid"}, "public.b": {"id": "integer"}},
        id="TypeORM",
    ),
    pytest.param(
        "exports.up = function (knex) {\n  return knex.schema.createTable('a', (t) => {\n    t.increments();\n   "
        " t.string('name').notNullable();\n"
        "    t.timestamps();\n  }).table('a', t => { t.dropColumn('name'); t.text('body'); });\n};\nexports.down "
        "= (knex) => knex.schema.dropTable('a');\n",
        {
            "public.a": {
                "id": "integer",
                "created_at": "timestamp with time zone?",
                "updated_at": "timestamp with time zone?",
                "body": "text?",
            }
        },
        id="Knex",
    ),
    pytest.param(
        "module.exports = {\n  async up(queryInterface, Sequelize) {\n    await queryInterface.createTable('a', "
        "{ id: { type: Sequelize.INTEGER, primaryKey: true, allowNull: false }, n: Sequelize.STRING });\n"
        "    await queryInterface.renameTable('a', 'b');\n  },\n  async down(queryInterface) { await "
        "queryInterface.dropTable('b'); }\n};\n",
        {"public.b": {"id": "integer", "n": "character varying(255)?"}},
        id="Sequelize",
    ),
    pytest.param(
        "export async function up(db: Kysely<any>) {\n  await db.schema.createTable('a').addColumn('id', 'uuid', "
        "(c) => c.primaryKey()).addColumn('n', 'text').execute();\n"
        "  await sql`create table b (x int)`.execute(db);\n}\nexport async function down(db) { await "
        "db.schema.dropTable('a').execute(); }\n",
        {"public.a": {"id": "uuid", "n": "text?"}, "public.b": {"x": "integer?"}},
        id="Kysely",
    ),
    pytest.param(
        "export const up = (pgm) => {\n  pgm.createTable('a', { id: 'id', n: { type: 'text', notNull: true } "
        "});\n  pgm.sql('create table b (x int)');\n  pgm.dropTable('b');\n};\n"
        "export const down = (pgm) => pgm.dropTable('a');\n",
        {"public.a": {"id": "integer", "n": "text"}},
        id="node-pg-migrate",
    ),
]


@pytest.mark.parametrize(("source", "tables"), SCRIPTS)
def test_migrations_in_typescript(discover: Discover, source: str, tables: dict[str, dict[str, str]]) -> None:
    found = discover({"src/migrations/1700000000000-A.ts": source})
    assert {name: found.columns(name) for name in found.names("table")} == tables


def test_computed_names_in_typescript_are_listed(discover: Discover) -> None:
    source = "exports.up = (knex) => knex.schema.createTable(name(), (t) => {}).createTable('a', (t) => {});\n"
    found = discover({"migrations/1_a.js": source})
    assert found.names("table") == ["public.a"]
    assert found.reasons("migrations/1_a.js") == ["not replayed in full: line 1: the name of the table is computed"]


def test_edge_functions_are_folders_with_an_entry_file(discover: Discover) -> None:
    found = discover(
        {
            "supabase/functions/hello/index.ts": "// greets\nimport x from 'y'\nDeno.serve((r) => new Response())\n",
            "supabase/functions/_shared/index.ts": "export const a = 1\n",
            "supabase/functions/empty/readme.md": "nothing\n",
            "supabase/functions/other/main.ts": "Deno.serve(() => {})\n",
            "supabase/config.toml": (
                "[functions.hello]\nenabled = false\n[functions.other]\nentrypoint = "
                '"./functions/other/main.ts"\n[functions.gone]\nverify_jwt = true\n'
            ),
            "netlify/edge-functions/geo.ts": "export default async () => new Response()\n",
            "worker/wrangler.toml": 'name = "edge-api"\nmain = "src/index.ts"\n',
            "jsonc/wrangler.jsonc": '{ // a comment\n  "name": "second", "main": "./src/w.js",\n}\n',
        }
    )
    assert found.names("edge_function") == ["edge-api", "geo", "hello", "other", "second"]
    hello = found.one("hello")
    assert (hello.path, hello.line, hello.attributes["enabled"]) == ("supabase/functions/hello/index.ts", 3, False)
    assert found.one("edge-api").path == "worker/src/index.ts"
    assert found.reasons("supabase/config.toml") == ["names the edge function gone, which has no entry file"]


def test_a_broken_configuration_is_listed(discover: Discover) -> None:
    found = discover({"supabase/config.toml": "[functions.a\n"})
    assert "not valid TOML" in found.reasons("supabase/config.toml")[0]


DRIZZLE = """
import { pgTable, pgTableCreator, pgSchema, uuid, varchar, timestamp, text } from 'drizzle-orm/pg-core';
export const createTable = pgTableCreator((name) => `shop_${name}`);
export const auth = pgSchema('auth');
export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  mail: varchar('mail_address', { length: 99 }).notNull(),
  made: timestamp({ withTimezone: true }),
  tags: text().array(),
}, (t) => [index('i').on(t.id)]);
export const orders = createTable('order', { id: uuid() });
const sessions = auth.table('sessions', { id: uuid() }).enableRLS();
"""


def test_a_drizzle_schema_counts_where_no_migration_tells_of_it(discover: Discover) -> None:
    found = discover({"src/db/schema.ts": DRIZZLE})
    assert found.names("table") == ["auth.sessions", "public.shop_order", "public.users"]
    assert found.columns("public.users") == {
        "id": "uuid",
        "mail_address": "character varying(99)",
        "made": "timestamp with time zone?",
        "tags": "text[]?",
    }
    found = discover({"src/db/drizzle/0000_a.sql": "create table users(id uuid); create table shop_order(id uuid);"})
    assert found.names("table") == ["public.shop_order", "public.users"]
