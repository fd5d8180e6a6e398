import type { SchemaDefinition } from '#elements/contract.ts'

/** Who works where with what: laboratories, people, protocols, equipment. Element Lab without its deprecated Project tables. */
export const labSchema: SchemaDefinition = {
  name: 'lab',
  tables: [
    {
      name: 'Organization',
      tier: 'manual',
      definition: `# University, institute or company
        organization            : varchar(24)    # short name, e.g. UCL
        ---
        org_name                : varchar(255)   # full name
        org_address = ''        : varchar(512)   # postal address
        org_comment = ''        : varchar(1024)  # anything else worth keeping`,
    },
    {
      name: 'Lab',
      tier: 'lookup',
      definition: `# Laboratory
        lab                     : varchar(24)    # short name of the laboratory
        ---
        lab_name                : varchar(255)   # full name
        address                 : varchar(255)   # postal address
        time_zone               : varchar(64)    # offset from UTC such as UTC+1, or a name such as Europe/London`,
    },
    {
      name: 'Lab.Organization',
      definition: `# Organizations that a laboratory belongs to
        -> master
        -> Organization`,
    },
    {
      name: 'Location',
      tier: 'lookup',
      definition: `# Room, rig or animal facility of a laboratory
        -> Lab
        location                : varchar(32)    # short name of the place
        ---
        location_description='' : varchar(255)   # what is there`,
    },
    {
      name: 'UserRole',
      tier: 'lookup',
      definition: `# Role of a person in a laboratory
        user_role               : varchar(24)    # e.g. PI, postdoc, technician`,
    },
    {
      name: 'User',
      tier: 'lookup',
      definition: `# Person who enters data or runs experiments
        user                    : varchar(32)    # short name, unique on this server
        ---
        user_email = ''         : varchar(128)   # e-mail address
        user_cellphone = ''     : varchar(32)    # mobile phone number
        user_fullname = ''      : varchar(64)    # full name as it should appear in exports`,
    },
    {
      name: 'LabMembership',
      tier: 'lookup',
      definition: `# Members of a laboratory
        -> Lab
        -> User
        ---
        -> [nullable] UserRole`,
    },
    {
      name: 'ProtocolType',
      tier: 'lookup',
      definition: `# Kind of protocol
        protocol_type           : varchar(32)    # e.g. animal licence, IACUC, IRB`,
    },
    {
      name: 'Protocol',
      tier: 'lookup',
      definition: `# Approved protocol or licence
        protocol                : varchar(36)    # number or name of the protocol
        ---
        -> ProtocolType
        protocol_description='' : varchar(255)   # what it allows`,
    },
    {
      name: 'Source',
      tier: 'lookup',
      definition: `# Where animals or materials come from
        source                  : varchar(32)    # short name of the supplier or collaborator
        ---
        source_name             : varchar(255)   # full name
        contact_details = ''    : varchar(255)   # person, e-mail, phone
        source_description = '' : varchar(255)   # what comes from there`,
    },
    {
      name: 'Device',
      tier: 'lookup',
      definition: `# Piece of equipment
        device                  : varchar(32)    # short name, e.g. rig2-scope
        ---
        modality                : varchar(64)    # what it records or drives, e.g. two-photon imaging
        description = ''        : varchar(256)   # maker, model, configuration`,
    },
    {
      name: 'SkullReference',
      tier: 'lookup',
      definition: `# Point of the skull that coordinates are measured from
        skull_reference         : varchar(60)    # name of the point`,
      contents: [{ skull_reference: 'Bregma' }, { skull_reference: 'Lambda' }],
    },
  ],
}
