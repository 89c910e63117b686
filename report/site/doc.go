// Package site is the web pages that `nyckeltal serve` offers: reports with pickers, figures with what they are made of, and what
// people need to know of deliveries, runs, rejects and indicators.
//
// Pages are made on the server, need no JavaScript, and ask for nothing from anywhere else. Whoever reads them has logged in; which
// role may see which address is in one table (routes). Analysts see sums as the views for analysts show them; where figures come from is
// for auditors, and only admins change anything. The site reads views through a connection that it is given; accounts, runs and delivered
// files are behind interfaces, which cmd/nyckeltal fills.
package site
