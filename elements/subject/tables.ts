import type { SchemaDefinition } from '#elements/contract.ts'

/** The animals: identity, species, line, genotype, death. Element Animal, schema subject. */
export const subjectSchema: SchemaDefinition = {
  name: 'subject',
  tables: [
    {
      name: 'Species',
      tier: 'lookup',
      definition: `# Species
        species                     : varchar(64)    # Latin binomial, e.g. Mus musculus`,
    },
    {
      name: 'Strain',
      tier: 'lookup',
      definition: `# Inbred or outbred strain
        strain                      : varchar(32)    # name used in the laboratory
        ---
        strain_standard_name        : varchar(32)    # official name, e.g. C57BL/6J
        strain_desc = ''            : varchar(255)   # what is special about it`,
    },
    {
      name: 'Allele',
      tier: 'lookup',
      definition: `# Genetic modification
        allele                      : varchar(32)    # name used in the laboratory
        ---
        allele_standard_name = ''   : varchar(255)   # official nomenclature`,
    },
    {
      name: 'Allele.Source',
      definition: `# Where an allele was obtained
        -> master
        ---
        -> lab.Source
        source_identifier = ''      : varchar(255)   # stock number at the source
        source_url = ''             : varchar(255)   # page of the allele at the source
        expression_data_url = ''    : varchar(255)   # page with expression data`,
    },
    {
      name: 'Line',
      tier: 'lookup',
      definition: `# Breeding line
        line                        : varchar(32)    # name used in the laboratory
        ---
        line_description = ''       : varchar(2000)  # origin and use
        target_phenotype = ''       : varchar(255)   # phenotype that it is bred for
        is_active                   : boolean        # 1 while the line is kept, 0 afterwards`,
    },
    {
      name: 'Line.Allele',
      definition: `# Alleles that a line carries
        -> master
        -> Allele`,
    },
    {
      name: 'Subject',
      tier: 'manual',
      definition: `# Animal or participant that is experimented with
        subject                     : varchar(32)    # name of the animal; up to 32 characters, 8 in the original Element
        ---
        subject_nickname = ''       : varchar(64)    # name in daily use
        sex                         : enum('M', 'F', 'U')  # M male, F female, U unknown
        subject_birth_date          : date           # day of birth
        subject_description = ''    : varchar(1024)  # anything else worth keeping`,
    },
    {
      name: 'Subject.Protocol',
      definition: `# Protocols that cover a subject
        -> master
        -> lab.Protocol`,
    },
    {
      name: 'Subject.User',
      definition: `# People responsible for a subject
        -> master
        -> lab.User`,
    },
    {
      name: 'Subject.Species',
      definition: `# Species of a subject
        -> master
        ---
        -> Species`,
    },
    {
      name: 'Subject.Line',
      definition: `# Breeding line of a subject
        -> master
        ---
        -> Line`,
    },
    {
      name: 'Subject.Strain',
      definition: `# Strain of a subject
        -> master
        ---
        -> Strain`,
    },
    {
      name: 'Subject.Source',
      definition: `# Supplier of a subject
        -> master
        ---
        -> lab.Source`,
    },
    {
      name: 'Subject.Lab',
      definition: `# Laboratories that a subject lives in
        -> master
        -> lab.Lab
        ---
        subject_alias = ''          : varchar(32)    # name of the subject in that laboratory`,
    },
    {
      name: 'SubjectDeath',
      tier: 'manual',
      definition: `# Death of a subject
        -> Subject
        ---
        death_date                  : date           # day of death`,
    },
    {
      name: 'SubjectCull',
      tier: 'manual',
      definition: `# How and why a subject was culled
        -> SubjectDeath
        ---
        cull_method = ''            : varchar(255)   # method, e.g. perfusion
        cull_reason = ''            : varchar(255)   # reason, e.g. end of experiment
        cull_notes = ''             : varchar(1000)  # anything else worth keeping`,
    },
    {
      name: 'Zygosity',
      tier: 'manual',
      definition: `# Zygosity of a subject for one allele
        -> Subject
        -> Allele
        ---
        zygosity                    : enum('Present', 'Absent', 'Homozygous', 'Heterozygous')  # result of genotyping`,
    },
  ],
}
