//! The tests of the library and of the binary, as one crate: a folder for each part of the source,
//! and what the parts share in `support`.

#![allow(unreachable_pub, reason = "nothing of a crate of tests is known outside")]

mod cli {
    //! What each command says, through the binary.
    mod advice;
    mod advise;
    mod colos;
    mod compare;
    mod explain;
    mod figures;
    mod gate;
    mod headroom;
    mod simulate;
    mod sweep;
    mod worlds;
}

mod coordinator {
    //! The coordinator against other implementations of the same rules, and its edges.
    mod alone;
    mod delayed_world;
    mod in_flight;
    pub mod instant_world;
    mod model;
    mod refusals;
    mod second_model;
    mod simple_model;
    mod traces;
}

mod docs {
    //! What the documents and the sources say of themselves.
    mod circles;
    mod layers;
    mod model_doc;
    mod readme;
    mod source;
}

mod report {
    //! Every rendering, on figures made by hand.
    mod colos;
    mod formats;
    mod gate;
    mod limits;
    mod table;
    mod verdict;
}

mod scenario {
    //! The file format: what it means, and what is said of mistakes.
    mod bad_files;
    mod drawn;
    mod errors;
    mod fields;
    mod hints;
    mod load;
    mod overrides;
    mod rewritten;
    mod schema;
    mod settings;
    mod template;
}

mod shell {
    //! What holds for every command: exit codes, streams, files, words.
    mod commands;
    mod every_command;
    mod exit_codes;
    mod exports;
    mod hostile;
    mod interrupts;
    mod read_files;
    mod streams;
    mod words;
}

mod shipped {
    //! The scenarios of the folder `scenarios` show what they claim.
    mod claims;
    mod incidents;
    mod practices;
    mod quoted;
    mod stress;
}

mod simulation {
    //! Laws of the simulated days, and figures that are known from elsewhere.
    mod alone;
    mod bursts;
    mod colos;
    mod drawn;
    mod interval_coverage;
    mod known_totals;
    mod limits;
    mod retries;
    mod second_program;
    mod staleness;
    mod workload_laws;
}

mod study {
    //! What many runs say: verdicts, searches and differences.
    mod advise;
    mod compare;
    mod cost;
    mod figures;
    mod gate;
    mod headroom;
    mod values;
    mod worlds;
}

mod support {
    //! What several of them share.
    pub mod command_line;
    pub mod drawn;
    pub mod hand_made;
    pub mod hostile;
    pub mod random_traffic;
    pub mod shipped;
    pub mod simulated;
    pub mod trace_rows;
}

mod trace {
    //! Recorded traffic: reading, writing and replaying it.
    mod bad_rows;
    mod list_order;
    mod messages;
    mod reader;
    mod recording;
    mod replay;
    mod replay_input;
    mod round_trip;
}
