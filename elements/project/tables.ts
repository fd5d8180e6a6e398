import type { SchemaDefinition } from '#elements/contract.ts'

/** What the experiments are for: projects, studies, their people and publications. Element Lab, schema project. */
export const projectSchema: SchemaDefinition = {
  name: 'project',
  tables: [
    {
      name: 'Project',
      tier: 'manual',
      definition: `# Research project
        project                   : varchar(24)    # short name of the project
        ---
        project_title             : varchar(1024)  # full title
        project_start_date        : date           # first day of the project
        project_end_date = NULL   : date           # last day, empty while it runs
        project_comment = ''      : varchar(1024)  # anything else worth keeping`,
    },
    {
      name: 'ProjectPersonnel',
      tier: 'manual',
      definition: `# People of a project
        -> Project
        -> lab.User`,
    },
    {
      name: 'ProjectKeywords',
      tier: 'manual',
      definition: `# Keywords of a project, for exports and search
        -> Project
        keyword                   : varchar(32)    # one keyword`,
    },
    {
      name: 'ProjectPublication',
      tier: 'manual',
      definition: `# Publications of a project
        -> Project
        publication               : varchar(255)   # DOI, address or citation`,
    },
    {
      name: 'ProjectSourceCode',
      tier: 'manual',
      definition: `# Code of a project
        -> Project
        repository_url            : varchar(255)   # address of the repository
        ---
        repository_name = ''      : varchar(32)    # short name of the repository`,
    },
    {
      name: 'Study',
      tier: 'manual',
      definition: `# Set of experiments with one aim, within a project
        -> Project
        study                     : varchar(24)    # short name of the study
        ---
        study_name                : varchar(128)   # full name
        study_description = ''    : varchar(1024)  # aim and design`,
    },
    {
      name: 'Study.Protocol',
      definition: `# Protocols that a study works under
        -> master
        -> lab.Protocol`,
    },
    {
      name: 'Experiment',
      tier: 'manual',
      definition: `# Kind of experiment, done by a laboratory for a study
        experiment                : varchar(24)    # short name of the experiment
        ---
        experiment_name = ''      : varchar(128)   # full name
        experiment_description='' : varchar(1024)  # what is done
        -> Study
        -> lab.Lab
        -> [nullable] lab.Protocol`,
    },
  ],
}
