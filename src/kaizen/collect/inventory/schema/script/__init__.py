"""Migrations in TypeScript and JavaScript: TypeORM, Knex, Sequelize, Kysely, node-pg-migrate. Parsed, never run."""
