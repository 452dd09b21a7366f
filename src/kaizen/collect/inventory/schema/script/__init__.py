"""TypeScript and JavaScript migrations: TypeORM, Knex, Sequelize, Kysely, node-pg-migrate, MikroORM. Parsed, never run."""
