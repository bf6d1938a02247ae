"""What must hold in the data: rules as data, their SQL in ``queries/rules``, and the judge that runs them."""
